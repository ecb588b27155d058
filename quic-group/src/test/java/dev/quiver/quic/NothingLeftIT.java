package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When everything is closed, no thread of the transport is left. */
@Timeout(120)
class NothingLeftIT {
    @Test
    void noThreadOutlivesTheLastGroup() throws Exception {
        List<QuicConnectionGroup> groups = new ArrayList<>();
        try (Loopback loopback =
                Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)))) {
            for (int i = 0; i < 20; i++) {
                groups.add(loopback.client().build());
            }
            for (QuicConnectionGroup group : groups) {
                group.openStream().get(30, TimeUnit.SECONDS).send(java.nio.ByteBuffer.wrap(new byte[100]));
            }
            groups.forEach(QuicConnectionGroup::close);
            for (QuicConnectionGroup group : groups) {
                group.terminated().get(30, TimeUnit.SECONDS);
            }
        }
        // The loop says that it has ended from its own thread, which then still has a few steps to go.
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("quiver-quic")) {
                thread.join(30_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}
