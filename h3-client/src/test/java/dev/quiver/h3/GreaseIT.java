package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.StreamInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each connection says a setting that means nothing, another one each time (RFC 9114 §7.2.4.1). */
class GreaseIT {
    @Test
    void settingsHaveAReservedOneThatChanges() throws Exception {
        Map<Long, Long> first = reserved(settings());
        Map<Long, Long> second = reserved(settings());
        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1);
        // The same for both once in a million times, and then with the same value once in 64.
        assertThat(first).isNotEqualTo(second);
    }

    private static Map<Long, Long> reserved(Map<Long, Long> settings) {
        Map<Long, Long> reserved = new LinkedHashMap<>(settings);
        reserved.keySet().removeIf(id -> id < 0x21 || (id - 0x21) % 0x1f != 0);
        return reserved;
    }

    /** What a client says on its control stream to a server that it has just met. */
    private static Map<Long, Long> settings() throws Exception {
        try (RawPeer peer = new RawPeer(RawPeer::control, (group, stream) -> RawPeer.answer(stream));
                H3Client client = peer.client()) {
            assertThat(peer.ok(client)).isEqualTo(200);
            try (StreamInput control = Objects.requireNonNull(peer.oneWays.poll(30, TimeUnit.SECONDS))
                    .inputStream()
                    .readTimeout(Duration.ofSeconds(30))) {
                assertThat(varint(control)).as("a control stream").isZero();
                assertThat(varint(control)).as("SETTINGS").isEqualTo(4);
                byte[] payload = control.readNBytes((int) varint(control));
                Map<Long, Long> settings = new LinkedHashMap<>();
                try (InputStream in = new ByteArrayInputStream(payload)) {
                    while (in.available() > 0) {
                        settings.put(varint(in), varint(in));
                    }
                }
                return settings;
            }
        }
    }

    private static long varint(InputStream in) throws IOException {
        int head = in.read();
        long value = head & 0x3f;
        for (int more = (1 << (head >> 6)) - 1; more > 0; more--) {
            value = value << 8 | in.read();
        }
        return value;
    }
}
