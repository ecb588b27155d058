package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;
import java.util.concurrent.CompletableFuture;

/** Waits for a connection without having a request. */
final class WarmUp implements Asker {
    private final OriginEntry entry;
    private final Way.Asking asking;
    private final OriginKey origin;
    private final CompletableFuture<HandshakeReport> done = new CompletableFuture<>();

    private WarmUp(Core core, OriginKey origin) {
        this.origin = origin;
        this.entry = core.origins.entry(origin);
        H3Options options = core.settings.options();
        this.asking = new Way.Asking(options.discovery(), true, false, options.earlyData());
    }

    static CompletableFuture<HandshakeReport> start(Core core, OriginKey origin) {
        WarmUp asker = new WarmUp(core, origin);
        asker.askAgain();
        return asker.done;
    }

    @Override
    public void askAgain() {
        Way way = entry.acquire(this, asking);
        if (way instanceof Way.Use use) {
            ready(use.wire());
        } else if (way instanceof Way.Nowhere nowhere) {
            failed(none(nowhere.reason()));
        } else if (way instanceof Way.Broken broken) {
            failed(none(broken.reason()));
        }
    }

    private H3Exception none(String reason) {
        return new H3Exception(
                H3Exception.Kind.IO,
                ErrorScope.CONNECTION,
                Origin.LOCAL,
                null,
                RequestOutcome.NOT_PROCESSED,
                "there is no QUIC to " + origin + ": " + reason,
                null,
                H3Exception.Progress.NONE,
                H3Exception.Setting.UNKNOWN);
    }

    @Override
    public void firstPacket(long at) {}

    @Override
    public void firstAnswer() {}

    @Override
    public void ready(Wire wire) {
        done.complete(wire.handshake());
    }

    @Override
    public void failed(H3Exception cause) {
        done.completeExceptionally(cause);
    }
}
