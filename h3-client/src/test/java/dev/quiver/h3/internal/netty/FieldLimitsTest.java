package dev.quiver.h3.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.message.OriginKey;
import org.junit.jupiter.api.Test;

class FieldLimitsTest {
    private final FieldLimits limits = new FieldLimits();

    @Test
    void theDefaultIsNoLimit() {
        assertThat(limits.of(origin(1))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWasSaidLastHolds() {
        limits.said(origin(1), 2048);
        limits.said(origin(2), 100);
        limits.said(origin(1), 4096);
        assertThat(limits.of(origin(1))).isEqualTo(4096);
        assertThat(limits.of(origin(2))).isEqualTo(100);
    }

    @Test
    void theOldestAreForgotten() {
        for (int i = 1; i <= 1001; i++) {
            limits.said(origin(i), i);
        }
        assertThat(limits.of(origin(1))).isEqualTo(Long.MAX_VALUE);
        assertThat(limits.of(origin(2))).isEqualTo(2);
    }

    private static OriginKey origin(int port) {
        return new OriginKey("https", "h", port);
    }
}
