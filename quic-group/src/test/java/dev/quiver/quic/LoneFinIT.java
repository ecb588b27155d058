package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A FIN written while packets are being read must not get lost. */
@Timeout(120)
class LoneFinIT {
    @Test
    void everyEchoEnds() throws Exception {
        for (int connection = 0; connection < 20; connection++) {
            try (Loopback loopback =
                            Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                    QuicConnectionGroup group = loopback.client().build()) {
                for (int i = 0; i < 10; i++) {
                    BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
                    stream.send(ByteBuffer.wrap(new byte[100])).thenCompose(v -> stream.finish());
                    assertThat(Loopback.readAll(stream)).hasSize(100);
                }
            }
        }
    }
}
