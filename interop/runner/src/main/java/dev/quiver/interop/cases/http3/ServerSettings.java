package dev.quiver.interop.cases.http3;

import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a server says in SETTINGS (RFC 9114 §7.2.4).
 *
 * @param values by identifier, in the order of the frame
 */
record ServerSettings(Map<Long, Long> values) {
    static final long MAX_FIELD_SECTION_SIZE = 0x6;
    static final long ENABLE_CONNECT_PROTOCOL = 0x8;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Map<Long, String> NAMES = Map.of(
            0x1L,
            "QPACK_MAX_TABLE_CAPACITY",
            MAX_FIELD_SECTION_SIZE,
            "MAX_FIELD_SECTION_SIZE",
            0x7L,
            "QPACK_BLOCKED_STREAMS",
            ENABLE_CONNECT_PROTOCOL,
            "ENABLE_CONNECT_PROTOCOL",
            0x33L,
            "H3_DATAGRAM",
            0xffd277L,
            "H3_DATAGRAM (draft 4)",
            0x4d44L,
            "ENABLE_METADATA",
            0x2b603742L,
            "ENABLE_WEBTRANSPORT (draft 2)",
            0xc671706aL,
            "WEBTRANSPORT_MAX_SESSIONS (draft 7)");

    /**
     * Waits for them.
     *
     * @throws CaseEndedException if none came, or not first, or they break a rule
     */
    static ServerSettings of(Trial trial, PlainHttp3 connection) throws Exception {
        ServerVoice voice = connection.voice();
        Duration most = trial.left().compareTo(PATIENCE) < 0 ? trial.left().dividedBy(2) : PATIENCE;
        boolean came = voice.await(HttpFrame.SETTINGS, most);
        List<HttpFrame> frames = voice.control();
        if (!came) {
            throw CaseEndedException.failed(
                    "no SETTINGS came within " + most.toMillis() + " ms (RFC 9114 §6.2.1); on its control stream were "
                            + frames + ", its streams are of types " + voice.types());
        }
        if (frames.get(0).type() != HttpFrame.SETTINGS) {
            throw CaseEndedException.failed(
                    "its control stream begins with " + frames.get(0) + ", not with SETTINGS" + " (RFC 9114 §6.2.1)");
        }
        if (!voice.faults().isEmpty()) {
            throw CaseEndedException.failed(String.join("; ", voice.faults()));
        }
        return new ServerSettings(parse(frames.get(0).payload()));
    }

    static Map<Long, Long> parse(byte[] payload) throws IOException, CaseEndedException {
        Map<Long, Long> values = new LinkedHashMap<>();
        ByteArrayInputStream in = new ByteArrayInputStream(payload);
        for (long id = HttpFrame.varint(in); id >= 0; id = HttpFrame.varint(in)) {
            long value = HttpFrame.varint(in);
            if (value < 0) {
                throw new EOFException("SETTINGS ends inside a setting");
            }
            if (id == 0 || id >= 2 && id <= 5) {
                throw CaseEndedException.failed(
                        "the setting " + HttpFrame.hex(id) + " is HTTP/2's (RFC 9114 §7.2.4.1)");
            }
            if ((id == ENABLE_CONNECT_PROTOCOL || id == 0x33) && value > 1) {
                throw CaseEndedException.failed(
                        name(id) + " is " + value + ", neither 0 nor 1 (RFC 8441 §3, RFC 9297 §2.1.1)");
            }
            if (values.putIfAbsent(id, value) != null) {
                throw CaseEndedException.failed("the setting " + name(id) + " came twice (RFC 9114 §7.2.4)");
            }
        }
        return values;
    }

    /** Whether it takes an extended CONNECT (RFC 9220 §3). */
    boolean extendedConnect() {
        return values.getOrDefault(ENABLE_CONNECT_PROTOCOL, 0L) == 1;
    }

    /** The largest field section that it takes (RFC 9114 §4.2.2). */
    long maxFieldSection() {
        return values.getOrDefault(MAX_FIELD_SECTION_SIZE, Long.MAX_VALUE);
    }

    private static String name(long id) {
        String name = NAMES.get(id);
        if (name != null) {
            return name;
        }
        return HttpFrame.hex(id) + (HttpFrame.isReserved(id) ? " (reserved)" : "");
    }

    @Override
    public String toString() {
        return values.isEmpty()
                ? "none"
                : values.entrySet().stream()
                        .map(one -> name(one.getKey()) + "=" + one.getValue())
                        .collect(Collectors.joining(", "));
    }
}
