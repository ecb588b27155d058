package dev.quiver.quic;

import dev.quiver.quic.trust.TrustEvaluator;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A listener on loopback and groups towards it. */
final class Loopback implements AutoCloseable {
    static final TestIdentity IDENTITY = TestIdentity.create();
    static final String ALPN = "quiver-test";

    final QuicListener listener;
    final int port;

    private Loopback(QuicListener listener) throws Exception {
        this.listener = listener;
        this.port = listener.start().get(30, TimeUnit.SECONDS).getPort();
    }

    static Loopback listen(Consumer<QuicConnectionGroup> onGroup) throws Exception {
        return listen(builder -> builder, onGroup);
    }

    static Loopback listen(UnaryOperator<ListenerBuilder> settings, Consumer<QuicConnectionGroup> onGroup)
            throws Exception {
        return listen(0, settings, onGroup);
    }

    /** On a port that was free a moment ago. */
    static Loopback listen(int port, UnaryOperator<ListenerBuilder> settings, Consumer<QuicConnectionGroup> onGroup)
            throws Exception {
        ListenerBuilder builder = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .alpn(ALPN)
                .identity(IDENTITY.key().getPrivate(), IDENTITY.chain());
        QuicListener listener = settings.apply(builder).build();
        listener.onGroup(onGroup);
        return new Loopback(listener);
    }

    GroupBuilder client() {
        return QuicConnectionGroup.newBuilder("localhost", port)
                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .alpn(ALPN)
                .trust(TrustEvaluator.anchors(List.of(IDENTITY.authority())));
    }

    /** All bytes of a stream to its end. */
    static byte[] readAll(ReceiveStream stream) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Chunk chunk;
        do {
            chunk = stream.receive(1, 1 << 20).get(20, TimeUnit.SECONDS);
            byte[] bytes = new byte[chunk.data().remaining()];
            chunk.data().get(bytes);
            all.writeBytes(bytes);
        } while (!chunk.last());
        return all.toByteArray();
    }

    /** Sends back whatever comes, until the end. */
    static void echo(BidirectionalStream stream) {
        stream.receive(1, 65536)
                .thenAccept(chunk -> stream.send(chunk.data()).thenRun(() -> {
                    if (chunk.last()) {
                        stream.finish();
                    } else {
                        echo(stream);
                    }
                }));
    }

    @Override
    public void close() throws Exception {
        listener.close();
        listener.terminated().get(30, TimeUnit.SECONDS);
    }
}
