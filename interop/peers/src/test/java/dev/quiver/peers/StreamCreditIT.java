package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.QuicConnectionGroup;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that allows three streams at a time: fifty wait their turn, those given up cost nothing. */
@Tag("real-server")
@Timeout(120)
class StreamCreditIT {
    private static final int ASKED = 50;

    @Test
    void allOpenInOrderAndNoIdIsLost() throws Exception {
        try (RawPeer peer = RawPeer.start(Maker.QUIC_GO, "--streams", "3");
                QuicConnectionGroup group = peer.group().build()) {
            group.start().get(30, TimeUnit.SECONDS);
            List<CompletableFuture<BidirectionalStream>> asked = new ArrayList<>();
            for (int i = 0; i < ASKED; i++) {
                asked.add(group.openStream());
            }
            for (int i = 10; i < ASKED; i += 5) {
                assertThat(asked.get(i).cancel(false)).isTrue();
            }
            long expected = 0;
            for (CompletableFuture<BidirectionalStream> opening : asked) {
                if (opening.isCancelled()) {
                    continue;
                }
                BidirectionalStream stream = opening.get(30, TimeUnit.SECONDS);
                assertThat(stream.id()).isEqualTo(expected);
                expected += 4;
                stream.send(ByteBuffer.wrap("echo\nhere".getBytes(StandardCharsets.US_ASCII)), true);
                assertThat(Reading.all(stream).get(30, TimeUnit.SECONDS))
                        .asString()
                        .isEqualTo("here");
            }
            assertThat(expected).isEqualTo(4 * (ASKED - 8));
        }
    }
}
