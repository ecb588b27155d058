package dev.quiver.quic.internal.netty;

import dev.quiver.quic.internal.spi.GuestLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Who visits once, unless told otherwise. */
final class Visitor implements GuestLoop.Guest {
    private final BooleanSupplier body;
    final CompletableFuture<Void> overdue = new CompletableFuture<>();
    final CompletableFuture<Void> turnedAway = new CompletableFuture<>();

    private Visitor(BooleanSupplier body) {
        this.body = body;
    }

    static Visitor once(Runnable body) {
        return new Visitor(() -> {
            body.run();
            return false;
        });
    }

    static Visitor again(BooleanSupplier body) {
        return new Visitor(body);
    }

    @Override
    public boolean visit() {
        return body.getAsBoolean();
    }

    @Override
    public void overdue() {
        overdue.complete(null);
    }

    @Override
    public void turnedAway() {
        turnedAway.complete(null);
    }
}
