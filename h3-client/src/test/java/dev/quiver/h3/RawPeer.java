package dev.quiver.h3;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.GroupState;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A server that says on the wire just what a test wants, right or wrong. Without a script it is a decent one. */
final class RawPeer implements AutoCloseable {
    /** A HEADERS frame with {@code :status: 200} and nothing else. */
    static final byte[] OK = {0x01, 0x03, 0x00, 0x00, (byte) 0xd9};

    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private final QuicListener listener;
    private final InetSocketAddress address;
    private final BlockingQueue<QuicErrorCode> closed = new LinkedBlockingQueue<>();
    /** The client's one-way streams: control, and QPACK's two. */
    final BlockingQueue<ReceiveStream> oneWays = new LinkedBlockingQueue<>();

    final List<QuicConnectionGroup> groups = new CopyOnWriteArrayList<>();

    /**
     * @param connection what it does with the first connection; with later ones it opens a control stream
     * @param request what it does with requests on the first connection; to later ones it answers 200
     */
    RawPeer(Consumer<QuicConnectionGroup> connection, BiConsumer<QuicConnectionGroup, BidirectionalStream> request)
            throws Exception {
        listener = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .alpn("h3")
                .identity(certificate.privateKey(), certificate.chain())
                .build();
        listener.onGroup(group -> {
            boolean first = groups.isEmpty();
            groups.add(group);
            group.onState(state -> {
                if (state instanceof GroupState.Failed failed && failed.cause().code() != null) {
                    closed.add(failed.cause().code());
                }
            });
            group.onStream(stream -> {
                if (!(stream instanceof BidirectionalStream both)) {
                    oneWays.add((ReceiveStream) stream);
                } else if (first) {
                    request.accept(group, both);
                } else {
                    answer(both);
                }
            });
            if (first) {
                connection.accept(group);
            } else {
                control(group);
            }
        });
        address = listener.start().get(30, TimeUnit.SECONDS);
    }

    /** A control stream with empty SETTINGS. */
    static void control(QuicConnectionGroup group) {
        uni(group, 0x00, 0x04, 0x00);
    }

    /** A one-way stream with these bytes, left open. */
    static void uni(QuicConnectionGroup group, int... bytes) {
        group.openSendStream().thenAccept(stream -> stream.send(ByteBuffer.wrap(bytes(bytes))));
    }

    static void answer(BidirectionalStream stream) {
        send(stream, OK);
    }

    /** These bytes and FIN. */
    static void send(BidirectionalStream stream, byte[] bytes) {
        stream.send(ByteBuffer.wrap(bytes));
        stream.finish();
    }

    static byte[] bytes(int... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int value : values) {
            out.write(value);
        }
        return out.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    URI uri() {
        return URI.create("https://localhost:" + address.getPort() + "/");
    }

    TestCertificate certificate() {
        return certificate;
    }

    /** A client that trusts this peer and knows no other way to it. */
    H3Client client() {
        return clientBuilder().build();
    }

    H3Client.Builder clientBuilder() {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build());
    }

    /** What a request fails with; one that waits for longer than a server's mistake may take fails the test. */
    H3Exception failure(H3Client client) {
        HttpRequest request =
                HttpRequest.newBuilder(uri()).timeout(Duration.ofSeconds(8)).build();
        return catchThrowableOfType(H3Exception.class, () -> client.send(request, BodyHandlers.ofString()));
    }

    /** The status that a request is answered with. */
    int ok(H3Client client) throws Exception {
        return client.send(HttpRequest.newBuilder(uri()).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** The code with which the client closed a connection. */
    QuicErrorCode awaitClose() throws InterruptedException {
        return closed.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        listener.close();
        listener.terminated().join();
    }
}
