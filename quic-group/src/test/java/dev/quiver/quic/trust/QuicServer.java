package dev.quiver.quic.trust;

import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A QUIC server on loopback that presents any chain as it is, and a client for it. */
final class QuicServer {
    private static final String ALPN = "quiver-test";

    private QuicServer() {}

    /** A listener that nobody connects to. */
    static QuicListener idle() {
        QuicListener listener = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .alpn(ALPN)
                .identity(ChainCases.LEAF.key(), List.of(ChainCases.LEAF.certificate()))
                .build();
        listener.start().join();
        return listener;
    }

    /** What the client saw of a whole handshake with this host, which succeeds or fails. */
    static HandshakeReport handshake(
            PrivateKey key, List<X509Certificate> chain, String host, TrustEvaluator trust, Executor executor)
            throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (QuicListener listener =
                QuicListener.newBuilder(any).alpn(ALPN).identity(key, chain).build()) {
            InetSocketAddress address = listener.start().get(20, TimeUnit.SECONDS);
            HandshakeReport report;
            try (QuicConnectionGroup group = QuicConnectionGroup.newBuilder(host, address.getPort())
                    .remoteAddress(address)
                    .alpn(ALPN)
                    .trust(trust)
                    .executor(executor)
                    .build()) {
                report = group.start()
                        .handle((done, failure) -> group.handshake())
                        .get(20, TimeUnit.SECONDS);
            }
            // Nobody waits for the connection to drain, on either side.
            listener.kill();
            listener.terminated().get(20, TimeUnit.SECONDS);
            return report;
        }
    }
}
