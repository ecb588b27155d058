package dev.quiver.peers;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.GroupBuilder;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running raw QUIC peer; what it understands is in {@code interop/peers/README.md}. */
final class RawPeer implements AutoCloseable {
    static final String ALPN = "quiver-peer";

    private final RealServer server;

    private RawPeer(RealServer server) {
        this.server = server;
    }

    /** Starts one on a free port of the loopback with these options of its own. */
    static RawPeer start(Maker maker, String... options) {
        List<String> arguments = new ArrayList<>();
        if (options.length > 0) {
            arguments.add("--");
            arguments.addAll(List.of(options));
        }
        return new RawPeer(RealServer.start(maker.script(), arguments.toArray(String[]::new)));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    Path ca() {
        return server.ca();
    }

    /** A group towards it, trusting it, not started. */
    GroupBuilder group() {
        return group(address(), ca());
    }

    /** The same by another way, a relay's address for one. */
    static GroupBuilder group(InetSocketAddress way, Path ca) {
        try {
            return QuicConnectionGroup.newBuilder("localhost", way.getPort())
                    .remoteAddress(way)
                    .alpn(ALPN)
                    .trust(TrustEvaluator.anchorsFromPem(ca));
        } catch (IOException e) {
            throw new AssertionError("the peer's anchor cannot be read", e);
        }
    }

    /** Gives the command on a stream of its own; sending on it goes on. */
    static CompletableFuture<BidirectionalStream> begin(QuicConnectionGroup group, String command) {
        ByteBuffer line = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8));
        return group.openStream().thenCompose(stream -> stream.send(line).thenApply(sent -> stream));
    }

    /** Gives the command and nothing after it; completes with the answer, which may take as long as the work. */
    static CompletableFuture<String> ask(QuicConnectionGroup group, String command) {
        return begin(group, command)
                .thenCompose(stream -> stream.finish().thenCompose(sent -> Reading.all(stream)))
                .thenApply(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
    }

    /** A round trip with the peer on a stream of its own. */
    static void roundTrip(QuicConnectionGroup group) throws Exception {
        byte[] back = begin(group, "echo")
                .thenCompose(stream -> stream.send(ByteBuffer.wrap(new byte[] {42}))
                        .thenCompose(sent -> stream.finish())
                        .thenCompose(sent -> Reading.all(stream)))
                .get(30, TimeUnit.SECONDS);
        if (back.length != 1 || back[0] != 42) {
            throw new AssertionError("the echo is not what was sent but " + back.length + " bytes");
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
