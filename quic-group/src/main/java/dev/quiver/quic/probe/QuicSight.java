package dev.quiver.quic.probe;

import dev.quiver.quic.GroupBuilder;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.internal.spi.ProtocolGroups;
import dev.quiver.quic.trust.TrustVerdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The chain over QUIC: a whole handshake with a session cache of its own, trusted whatever comes, then a farewell. */
final class QuicSight implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMillis(500);

    /** The group keeps the limit itself and knows why nothing came; its thread may be busy with others. */
    private static final Duration LATE = Duration.ofSeconds(2);

    private final ProbeTarget target;
    private final Deadline deadline;
    private final QuicConnectionGroup group;
    private final CompletableFuture<HandshakeReport> handshake;

    private QuicSight(ProbeTarget target, Deadline deadline, QuicConnectionGroup group) {
        this.target = target;
        this.deadline = deadline;
        this.group = group;
        // Taken and left alone: nobody is to be told that they are not.
        group.onStream(stream -> {});
        this.handshake = group.start();
    }

    /** Begins; returns at once. */
    static QuicSight start(ProbeTarget target, List<InetAddress> addresses, List<String> alpn, Deadline deadline) {
        GroupBuilder builder = QuicConnectionGroup.newBuilder(target.provenName(), target.connectPort())
                .alpn(alpn.toArray(String[]::new))
                .trust(context -> CompletableFuture.completedFuture(new TrustVerdict.Trusted(List.of())))
                // Nothing that runs there blocks.
                .executor(Runnable::run)
                .handshakeTimeout(deadline.left());
        if (addresses.size() == 1) {
            builder.remoteAddress(new InetSocketAddress(addresses.get(0), target.connectPort()));
        } else {
            builder.resolver(host -> CompletableFuture.completedFuture(addresses));
        }
        return new QuicSight(target, deadline, builder.build());
    }

    /** Waits for what came of it. */
    Sight await() throws InterruptedException {
        try {
            handshake.get(deadline.millis() + LATE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Its report tells.
        }
        HandshakeReport report = group.handshake();
        if (!report.presentedChain().isEmpty()) {
            return new Sight.Chain(
                    report.remote(),
                    report.alpn(),
                    report.presentedChain().stream().map(QuicSight::der).toList());
        }
        HandshakeFailure failure = report.failure();
        return new Sight.Nothing(
                failure != null
                        ? failure
                        : new HandshakeFailure(
                                Kind.TIMEOUT,
                                target + " presented no certificate over QUIC within "
                                        + deadline.limit().toMillis() + " ms",
                                null,
                                null,
                                null,
                                null));
    }

    /** Says farewell and gives it a moment, so that the server is not left waiting. */
    @Override
    public void close() {
        // Right behind the handshake, when an application's close could hang the event loop.
        ProtocolGroups.leave(group);
        try {
            group.terminated().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            group.cancel();
        } catch (InterruptedException e) {
            group.cancel();
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            return new byte[0];
        }
    }
}
