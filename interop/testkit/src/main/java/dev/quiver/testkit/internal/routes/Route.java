package dev.quiver.testkit.internal.routes;

import dev.quiver.testkit.Request;
import dev.quiver.testkit.Response;
import java.util.concurrent.CompletableFuture;

/** Answers without blocking. */
@FunctionalInterface
public interface Route {
    /**
     * Begins the answer.
     *
     * @return done when the answer is; its failure is answered as a handler's exception is
     */
    CompletableFuture<?> serve(Request request, Response response);
}
