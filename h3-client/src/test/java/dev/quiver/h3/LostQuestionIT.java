package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.relay.DatagramTap;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The question whether a silent peer lives gets lost itself. */
class LostQuestionIT {
    /**
     * Loses the first packets that a client sends after three seconds of silence: its question, and where that is not asked
     * again, the transport's first repetition.
     */
    private static final class AfterSilence implements DatagramTap {
        private static final long SILENCE = TimeUnit.SECONDS.toNanos(3);
        private static final int LOST = 2;

        final AtomicInteger lost = new AtomicInteger();
        final Set<Long> silences = ConcurrentHashMap.newKeySet();
        /** When the server's last packet came; null before the first. */
        private final AtomicReference<Long> heardAt = new AtomicReference<>();

        @Override
        public boolean passes(Direction direction, InetSocketAddress client, ByteBuffer datagram) {
            if (direction == Direction.TO_CLIENT) {
                heardAt.set(System.nanoTime());
                return true;
            }
            Long last = heardAt.get();
            if (last == null || System.nanoTime() - last < SILENCE) {
                return true;
            }
            silences.add(last);
            return lost.incrementAndGet() > LOST;
        }
    }

    /** The answer comes after the connection was doubted, and the next silence is asked about all the same. */
    @Test
    void isAskedAgainBeforeThePeerIsTakenForDead() throws Exception {
        AfterSilence tap = new AfterSilence();
        // A long way, so that the transport's probe time-out is long as well.
        LinkConditions far =
                LinkConditions.newBuilder().delay(Duration.ofMillis(400)).build();
        try (TestServer server = TestServer.start();
                LossyRelay relay = LossyRelay.newBuilder(server.address())
                        .both(far)
                        .tap(tap)
                        .start();
                H3Client client =
                        Clients.builder(server).connectTo(relay.address()).build()) {
            H3Response<byte[]> response =
                    client.send(Clients.get(server, "/slow?bytes=1&chunk=1&delayMs=14000"), BodyHandlers.ofByteArray());
            assertThat(response.body()).hasSize(1);
            assertThat(tap.lost).hasValueGreaterThanOrEqualTo(AfterSilence.LOST);
            assertThat(tap.silences).hasSizeGreaterThanOrEqualTo(2);
        }
    }
}
