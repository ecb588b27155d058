package dev.quiver.interop.cases.http3;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.QuicStream;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.SendStream;
import dev.quiver.quic.StreamInput;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP/3 by hand on the server's side: says on its streams what it was told to say, right or wrong. */
final class RawServer implements AutoCloseable {
    private static final long STREAM_CREATION_ERROR = 0x103;

    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private final List<byte[]> streams;
    private final byte[] response;
    private final boolean fin;
    private final boolean tolerant;
    private final ExecutorService hands = Executors.newCachedThreadPool();
    private final QuicListener listener;
    private final InetSocketAddress address;

    /**
     * @param streams what each of its one-way streams says, type and all
     * @param response what each request is answered with
     * @param fin whether the response is ended
     * @param tolerant whether it minds streams of unknown types
     */
    RawServer(List<byte[]> streams, byte[] response, boolean fin, boolean tolerant) throws Exception {
        this.streams = streams;
        this.response = response;
        this.fin = fin;
        this.tolerant = tolerant;
        this.listener = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .alpn("h3")
                .identity(certificate.privateKey(), certificate.chain())
                .build();
        listener.onGroup(this::serve);
        this.address = listener.start().get();
    }

    int port() {
        return address.getPort();
    }

    X509Certificate root() {
        return certificate.root();
    }

    private void serve(QuicConnectionGroup group) {
        for (byte[] said : streams) {
            group.openSendStream().thenAccept((SendStream stream) -> stream.send(ByteBuffer.wrap(said)));
        }
        group.onStream(stream -> hands.execute(() -> hear(group, stream)));
    }

    private void hear(QuicConnectionGroup group, QuicStream stream) {
        if (stream instanceof BidirectionalStream request) {
            try (StreamInput in = request.inputStream()) {
                in.transferTo(OutputStream.nullOutputStream());
                request.send(ByteBuffer.wrap(response), fin);
            } catch (IOException gone) {
                // The client has given it up.
            }
        } else if (stream instanceof ReceiveStream one) {
            try (StreamInput in = one.inputStream()) {
                if (HttpFrame.varint(in) > 3 && !tolerant) {
                    group.close(STREAM_CREATION_ERROR, "what is that?");
                }
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException gone) {
                // With the connection.
            }
        }
    }

    @Override
    public void close() {
        listener.close();
        listener.terminated().join();
        hands.shutdownNow();
    }
}
