package dev.quiver.interop.endpoint;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.FlowControl;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicListener;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of {@code hq-interop} that can misbehave. Streams are few, so that a client with many requests has to wait. */
final class HqServer implements AutoCloseable {
    private static final FlowControl FEW_STREAMS = new FlowControl(1L << 20, 1L << 16, 1L << 16, 1L << 16, 10, 0);

    private final TestAuthority root = TestAuthority.create();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final QuicListener listener;
    private final InetSocketAddress address;
    private volatile Fault fault = Fault.NONE;

    /** What it does instead of answering a request for {@code bad}. */
    enum Fault {
        NONE,
        /** Half of the file, then RESET_STREAM. */
        RESET_HALF_WAY,
        /** Half of the file, then CONNECTION_CLOSE. */
        CLOSE_HALF_WAY,
        /** Nothing, ever. */
        SILENT
    }

    HqServer(boolean earlyData) throws Exception {
        TestCertificate leaf = root.leafFor("localhost", "127.0.0.1");
        listener = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .alpn("hq-interop")
                .identity(leaf.privateKey(), leaf.chain())
                .flowControl(FEW_STREAMS)
                .earlyData(earlyData)
                .build();
        listener.onGroup(group -> {
            connections.incrementAndGet();
            group.onStream(stream -> threads.execute(() -> serve(group, (BidirectionalStream) stream)));
        });
        address = listener.start().get(30, TimeUnit.SECONDS);
    }

    TestAuthority root() {
        return root;
    }

    int connections() {
        return connections.get();
    }

    /** The lines that came. */
    Queue<String> requests() {
        return requests;
    }

    void misbehave(Fault how) {
        fault = how;
    }

    /** Adds a file and gives its URL. */
    String url(String name, byte[] content) {
        files.put("/" + name, content);
        return "https://localhost:" + address.getPort() + "/" + name;
    }

    private void serve(QuicConnectionGroup group, BidirectionalStream stream) {
        try {
            String line = new String(stream.inputStream().readAllBytes(), StandardCharsets.US_ASCII);
            requests.add(line);
            String path = line.strip().substring("GET ".length());
            byte[] content = files.get(path);
            if (content == null) {
                stream.reset(1);
            } else if (fault == Fault.NONE || !path.equals("/bad")) {
                stream.send(ByteBuffer.wrap(content), true);
            } else if (fault != Fault.SILENT) {
                stream.send(ByteBuffer.wrap(content, 0, content.length / 2)).get(30, TimeUnit.SECONDS);
                if (fault == Fault.RESET_HALF_WAY) {
                    stream.reset(7);
                } else {
                    group.close(9, "half way");
                }
            }
        } catch (IOException e) {
            // The client has gone.
        } catch (Exception e) {
            throw new AssertionError("the server could not answer", e);
        }
    }

    @Override
    public void close() {
        listener.close();
        listener.terminated().join();
        threads.shutdown();
    }
}
