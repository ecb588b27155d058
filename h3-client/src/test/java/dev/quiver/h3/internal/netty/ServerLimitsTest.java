package dev.quiver.h3.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.internal.exchange.Violation;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerLimitsTest {
    private static final long TABLE = 0x01;
    private static final long SECTION = 0x06;
    private static final long BLOCKED = 0x07;
    private static final long CONNECT = 0x08;
    private static final long DATAGRAM = 0x33;
    private static final long UNKNOWN = 0x1f * 3 + 0x21;
    private static final long LARGEST = (1L << 62) - 1;

    private static Violation after(Map<Long, Long> before, Map<Long, Long> now) {
        return ServerLimits.of(before).brokenBy(now);
    }

    private static void isSettingsError(Map<Long, Long> before, Map<Long, Long> now, String rule) {
        assertThat(after(before, now)).satisfies(broken -> {
            assertThat(broken.code()).isEqualTo(H3ErrorCode.H3_SETTINGS_ERROR);
            assertThat(broken.what()).contains(rule);
        });
    }

    @Test
    void whatWasSaidMayBeSaidAgainOrGrow() {
        Map<Long, Long> before = Map.of(TABLE, 100L, SECTION, 2048L, BLOCKED, 10L, CONNECT, 1L, DATAGRAM, 1L);
        assertThat(after(before, before)).isNull();
        assertThat(after(before, Map.of(TABLE, 100L, SECTION, 2049L, BLOCKED, 11L, CONNECT, 1L, DATAGRAM, 1L)))
                .isNull();
        assertThat(after(Map.of(), Map.of())).isNull();
        assertThat(after(Map.of(), Map.of(TABLE, 100L, BLOCKED, 1L, CONNECT, 1L, DATAGRAM, 1L)))
                .isNull();
    }

    @Test
    void nothingGetsSmaller() {
        isSettingsError(Map.of(SECTION, 2048L), Map.of(SECTION, 2047L), "§7.2.4.2");
        isSettingsError(Map.of(), Map.of(SECTION, 1L << 20), "§7.2.4.2");
        isSettingsError(Map.of(BLOCKED, 10L), Map.of(BLOCKED, 9L), "§7.2.4.2");
        isSettingsError(Map.of(CONNECT, 1L), Map.of(CONNECT, 0L), "RFC 9220 §3");
        isSettingsError(Map.of(DATAGRAM, 1L), Map.of(DATAGRAM, 0L), "RFC 9297 §2.1.1");
    }

    @Test
    void nothingThatWasSaidIsLeftOut() {
        isSettingsError(Map.of(SECTION, 2048L), Map.of(), "§7.2.4.2");
        isSettingsError(Map.of(BLOCKED, 10L), Map.of(), "§7.2.4.2");
        isSettingsError(Map.of(CONNECT, 1L), Map.of(), "RFC 9220 §3");
        isSettingsError(Map.of(DATAGRAM, 1L), Map.of(), "RFC 9297 §2.1.1");
    }

    @Test
    void theTablesCapacityStaysTheSameAndHasACodeOfItsOwn() {
        for (Map<Long, Long> now : java.util.List.of(Map.of(TABLE, 99L), Map.of(TABLE, 101L), Map.<Long, Long>of())) {
            assertThat(after(Map.of(TABLE, 100L), now))
                    .satisfies(broken -> assertThat(broken.code()).isEqualTo(H3ErrorCode.QPACK_DECODER_STREAM_ERROR));
        }
    }

    @Test
    void defaultsAndWhatIsNotKnownNeedNotBeSaidAgain() {
        assertThat(after(Map.of(TABLE, 0L, BLOCKED, 0L, CONNECT, 0L, DATAGRAM, 0L, UNKNOWN, 7L), Map.of()))
                .isNull();
        assertThat(after(Map.of(SECTION, LARGEST), Map.of())).isNull();
        assertThat(after(Map.of(), Map.of(SECTION, LARGEST))).isNull();
    }
}
