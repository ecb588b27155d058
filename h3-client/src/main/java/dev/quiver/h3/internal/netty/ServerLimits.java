package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.internal.exchange.Violation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a server that bind a client, with their defaults where it said nothing. Kept beside the ticket that the
 * server gives, and in force in early data until its SETTINGS come again (RFC 9114 §7.2.4.2).
 *
 * @param maxFieldSection in bytes (RFC 9114 §4.2.2); by default there is no limit
 * @param tableCapacity in bytes, of the table that this side's encoder may fill (RFC 9204 §3.2.3), which it leaves empty
 * @param blockedStreams how many this side's encoder may block (RFC 9204 §2.1.2), which blocks none
 * @param connectProtocol 1 where extended CONNECT is allowed (RFC 9220 §3)
 * @param datagrams 1 where HTTP datagrams are (RFC 9297 §2.1.1)
 */
record ServerLimits(
        long maxFieldSection, long tableCapacity, long blockedStreams, long connectProtocol, long datagrams) {
    private static final long TABLE_CAPACITY = 0x01;
    private static final long MAX_FIELD_SECTION_SIZE = 0x06;
    private static final long BLOCKED_STREAMS = 0x07;
    private static final long ENABLE_CONNECT_PROTOCOL = 0x08;

    /** More than any setting can say (RFC 9000 §16 has 62 bits), or as much. */
    private static final long NO_LIMIT = (1L << 62) - 1;

    static final ServerLimits DEFAULT = of(Map.of());

    static ServerLimits of(Map<Long, Long> said) {
        return new ServerLimits(
                said.getOrDefault(MAX_FIELD_SECTION_SIZE, NO_LIMIT),
                said.getOrDefault(TABLE_CAPACITY, 0L),
                said.getOrDefault(BLOCKED_STREAMS, 0L),
                said.getOrDefault(ENABLE_CONNECT_PROTOCOL, 0L),
                said.getOrDefault(ConnectionDatagrams.SETTING, 0L));
    }

    /**
     * What a server that took early data sent under these may say now: nothing smaller, and all again that it had said
     * (RFC 9114 §7.2.4.2).
     *
     * @return the rule that it breaks, or null
     */
    @Nullable
    Violation brokenBy(Map<Long, Long> said) {
        Long capacity = said.get(TABLE_CAPACITY);
        if (tableCapacity != 0 && (capacity == null || capacity != tableCapacity)) {
            return broken(
                    H3ErrorCode.QPACK_DECODER_STREAM_ERROR,
                    "SETTINGS_QPACK_MAX_TABLE_CAPACITY",
                    tableCapacity,
                    capacity,
                    "RFC 9204 §3.2.3");
        }
        Long section = said.get(MAX_FIELD_SECTION_SIZE);
        if (section == null ? maxFieldSection != NO_LIMIT : section < maxFieldSection) {
            return smaller("SETTINGS_MAX_FIELD_SECTION_SIZE", maxFieldSection, section, "RFC 9114 §7.2.4.2");
        }
        Long blocked = said.get(BLOCKED_STREAMS);
        if (blockedStreams > orNone(blocked)) {
            return smaller("SETTINGS_QPACK_BLOCKED_STREAMS", blockedStreams, blocked, "RFC 9114 §7.2.4.2");
        }
        Long connect = said.get(ENABLE_CONNECT_PROTOCOL);
        if (connectProtocol > orNone(connect)) {
            return smaller("SETTINGS_ENABLE_CONNECT_PROTOCOL", connectProtocol, connect, "RFC 9220 §3");
        }
        Long datagram = said.get(ConnectionDatagrams.SETTING);
        return datagrams > orNone(datagram)
                ? smaller("SETTINGS_H3_DATAGRAM", datagrams, datagram, "RFC 9297 §2.1.1")
                : null;
    }

    private static long orNone(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    private static Violation smaller(String name, long before, @Nullable Long now, String rule) {
        return broken(H3ErrorCode.H3_SETTINGS_ERROR, name, before, now, rule);
    }

    private static Violation broken(H3ErrorCode code, String name, long before, @Nullable Long now, String rule) {
        return Violation.connection(
                code,
                "it took early data that was sent under " + name
                        + (before == NO_LIMIT ? " without limit" : "=" + before) + ", and then said "
                        + (now == null ? "none" : now) + " (" + rule + ")");
    }
}
