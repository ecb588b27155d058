package dev.quiver.testkit;

import dev.quiver.testkit.internal.routes.Route;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Runs a handler where it may block. */
final class HandlerRoute {
    private HandlerRoute() {}

    static Route of(Handler handler, Executor executor) {
        return (request, response) -> {
            CompletableFuture<Void> returned = new CompletableFuture<>();
            executor.execute(() -> {
                try {
                    handler.handle(request, response);
                    returned.complete(null);
                } catch (Throwable e) {
                    returned.completeExceptionally(e);
                }
            });
            return returned;
        };
    }
}
