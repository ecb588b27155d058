package dev.quiver.interop.cases.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.evidence.Qlog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a qlog says of tickets. A server that gives none is told by this alone: its handshake looks like any other. */
class TicketsTest {
    private static final String HEAD = "{\"qlog_version\":\"0.3\",\"title\":\"t\",\"trace\":{}}";

    @TempDir
    private Path folder;

    private static String event(String name, String type, String frames) {
        return "{\"time\":1.0,\"name\":\"quic:" + name + "\",\"data\":{\"header\":{\"packet_type\":\"" + type
                + "\",\"packet_number\":1},\"frames\":[" + frames + "]}}";
    }

    private static String crypto(long offset, long length) {
        return "{\"frame_type\":\"crypto\",\"offset\":" + offset + ",\"raw\":{\"payload_length\":" + length + "}}";
    }

    private Qlog log(String... lines) throws IOException {
        Path file = folder.resolve("a.qlog");
        Files.writeString(file, "\u001e" + HEAD + "\n\u001e" + String.join("\n\u001e", lines) + "\n");
        return Qlog.read(file);
    }

    @Test
    void handshakeMessagesBehindTheHandshakeAreTickets() throws IOException {
        assertThat(Tickets.came(log(
                        event("packet_received", "handshake", crypto(0, 900)),
                        event("packet_received", "1RTT", "{\"frame_type\":\"handshake_done\"}," + crypto(0, 200)))))
                .isTrue();
    }

    @Test
    void withoutThemNoneCame() throws IOException {
        assertThat(Tickets.came(log(
                        event("packet_received", "initial", crypto(0, 90)),
                        event("packet_received", "handshake", crypto(0, 900)),
                        event("packet_sent", "1RTT", crypto(0, 50)),
                        event("packet_received", "1RTT", "{\"frame_type\":\"handshake_done\"}"))))
                .isFalse();
    }

    @Test
    void theServersMessagesAreCountedOnceHoweverOftenTheyCome() throws IOException {
        assertThat(Tickets.handshakeBytes(log(
                        event("packet_received", "handshake", crypto(0, 700)),
                        event("packet_received", "handshake", crypto(0, 700)),
                        event("packet_received", "handshake", crypto(700, 200)),
                        event("packet_sent", "handshake", crypto(0, 5000)))))
                .isEqualTo(900);
    }
}
