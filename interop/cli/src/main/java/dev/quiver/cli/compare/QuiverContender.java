package dev.quiver.cli.compare;

import dev.quiver.cli.transfer.BodyTarget;
import dev.quiver.cli.transfer.RequestSettings;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.cli.transfer.Transfer;
import dev.quiver.cli.transfer.TransferReport;
import dev.quiver.cli.transfer.TransferWatcher;
import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** This project's client. */
final class QuiverContender implements Contender {
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final H3Client client;
    private final Discovery discovery;
    private final RequestSettings request;
    private final URI url;
    private final StopSignal stop;

    QuiverContender(H3Client client, Discovery discovery, RequestSettings request, URI url, StopSignal stop) {
        this.client = client;
        this.discovery = discovery;
        this.request = request;
        this.url = url;
        this.stop = stop;
    }

    @Override
    public Sample exchange() {
        H3Options.Builder options = H3Options.newBuilder().discovery(discovery);
        Duration timeout = request.timeout();
        if (timeout != null) {
            options.exchangeTimeout(timeout);
        }
        TransferReport report = new Transfer(client, options.build(), request, TransferWatcher.NONE, stop)
                .run(url.toString(), url, BodyTarget.nowhere());
        TransferReport.Timing timing = report.timing();
        return new Sample(
                answer(report),
                timing.handshake(),
                timing.firstByte(),
                timing.total(),
                report.route(),
                report.failure());
    }

    private static @Nullable Answer answer(TransferReport report) {
        Integer status = report.status();
        String protocol = report.protocol();
        HttpHeaders headers = report.headers();
        Long bytes = report.bodyBytes();
        String digest = report.bodySha256();
        if (report.failure() != null
                || status == null
                || protocol == null
                || headers == null
                || bytes == null
                || digest == null) {
            return null;
        }
        return new Answer(status, protocol, headers.map(), bytes, digest);
    }

    /** Waits for a moment, so that the server hears of it. */
    @Override
    public void close() {
        client.shutdownNow();
        try {
            client.awaitTermination(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
