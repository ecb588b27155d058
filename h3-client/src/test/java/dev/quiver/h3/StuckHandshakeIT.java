package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.trust.TrustVerdict;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.relay.DatagramTap;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LossyRelay;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Losses, or a server that gave up without a word, leave a handshake waiting for nobody. */
class StuckHandshakeIT {
    /** Swallows what the client's first socket sends or gets, but for so many datagrams of each direction. */
    private static final class FirstSocketDies implements DatagramTap {
        final Map<InetSocketAddress, AtomicInteger> toServer = new ConcurrentHashMap<>();
        private final Map<InetSocketAddress, AtomicInteger> toClient = new ConcurrentHashMap<>();
        private final int pass;
        private volatile InetSocketAddress first;

        FirstSocketDies(int pass) {
            this.pass = pass;
        }

        @Override
        public boolean passes(Direction direction, InetSocketAddress client, ByteBuffer datagram) {
            // Not the socket that asks whether the port is closed: a first packet is padded (RFC 9000 §14.1).
            if (first == null && datagram.remaining() >= 1200) {
                first = client;
            }
            int number = (direction == Direction.TO_SERVER ? toServer : toClient)
                    .computeIfAbsent(client, c -> new AtomicInteger())
                    .incrementAndGet();
            return !client.equals(first) || number <= pass;
        }
    }

    @Test
    void aFreshTryGetsThroughWhereNothingWasHeard() throws Exception {
        answeredThrough(new FirstSocketDies(0));
    }

    /** The client has the server's first packet, and both wait for the other's next. */
    @Test
    void aFreshTryGetsThroughWhereTheServerWasHeardOnce() throws Exception {
        answeredThrough(new FirstSocketDies(1));
    }

    private static void answeredThrough(FirstSocketDies tap) throws Exception {
        try (TestServer server = TestServer.start();
                LossyRelay relay =
                        LossyRelay.newBuilder(server.address()).tap(tap).start();
                H3Client client =
                        Clients.builder(server).connectTo(relay.address()).build()) {
            H3Response<String> response = Clients.text(client, server, "/bytes/5");
            assertThat(response.body()).hasSize(5);
            assertThat(server.requests()).hasSize(1);
            assertThat(tap.toServer.size()).isGreaterThanOrEqualTo(2);
            assertThat(response.handshake().failure()).isNull();
        }
    }

    /** A rejection on a fresh try is final: the stuck one, which knows nothing yet, is not waited for. */
    @Test
    void aRejectedPeerIsNotWaitedFor() throws Exception {
        try (TestServer server = TestServer.start();
                LossyRelay relay = LossyRelay.newBuilder(server.address())
                        .tap(new FirstSocketDies(0))
                        .start();
                H3Client client = Clients.builder(server)
                        .trust(context -> CompletableFuture.completedFuture(TrustVerdict.rejected("not this one")))
                        // The verdict is awaited within the handshake then.
                        .options(H3Options.newBuilder()
                                .discovery(Discovery.HTTP3_ONLY)
                                .earlyData(true)
                                .build())
                        .connectTo(relay.address())
                        .build()) {
            H3Exception failure = Clients.failure(client, server, "/bytes/5");
            assertThat(failure.kind()).isEqualTo(H3Exception.Kind.CERTIFICATE_REJECTED);
        }
    }
}
