package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a connection leaves behind for whoever looks into it: key log, qlog, flight recording. */
@Timeout(120)
class DiagnosisIT {
    @TempDir
    Path directory;

    private static void roundTrip(QuicConnectionGroup group) throws Exception {
        BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
        stream.send(ByteBuffer.wrap(new byte[100])).thenCompose(v -> stream.finish());
        assertThat(Loopback.readAll(stream)).hasSize(100);
    }

    private static Loopback echo() throws Exception {
        return Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
    }

    @Test
    void theKeyLogHasEverySecretInItsFormat() throws Exception {
        Path file = directory.resolve("keys.log");
        Files.writeString(file, "# kept\n");
        try (Loopback loopback = echo();
                QuicConnectionGroup group = loopback.client().keyLog(file).build()) {
            roundTrip(group);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).isEqualTo("# kept");
        List<String> secrets = lines.subList(1, lines.size());
        // A label, the client's random, the secret of SHA-256 or SHA-384.
        assertThat(secrets).allMatch(line -> line.matches("[A-Z_0-9]+ [0-9a-f]{64} ([0-9a-f]{64}|[0-9a-f]{96})"));
        assertThat(secrets.stream().map(line -> line.substring(0, line.indexOf(' '))))
                .contains(
                        "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                        "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                        "CLIENT_TRAFFIC_SECRET_0",
                        "SERVER_TRAFFIC_SECRET_0");
    }

    @Test
    void aKeyLogThatCannotBeWrittenHarmsNothing() throws Exception {
        try (Loopback loopback = echo();
                QuicConnectionGroup group = loopback.client()
                        .keyLog(directory.resolve("not/there/keys.log"))
                        .build()) {
            roundTrip(group);
        }
        assertThat(directory.resolve("not")).doesNotExist();
    }

    @Test
    void bothSidesWriteAQlog() throws Exception {
        Path client = Files.createDirectory(directory.resolve("client"));
        Path server = Files.createDirectory(directory.resolve("server"));
        try (Loopback loopback = Loopback.listen(
                        b -> b.qlog(server), group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup group = loopback.client().qlog(client).build()) {
            roundTrip(group);
            group.close();
            group.terminated().get(30, TimeUnit.SECONDS);
        }
        for (Path side : List.of(client, server)) {
            String log;
            try (Stream<Path> files = Files.list(side)) {
                log = Files.readString(files.collect(Collectors.toList()).get(0));
            }
            // JSON text sequences (RFC 7464): each record is a record separator, an object, a line feed.
            List<String> records = Stream.of(log.split("\u001e"))
                    .filter(r -> !r.isBlank())
                    .map(String::trim)
                    .toList();
            assertThat(records.get(0)).contains("\"file_schema\"");
            assertThat(records).hasSizeGreaterThan(5);
            // The last record may still be in the writer's buffer in part: the codec flushes when its memory is freed.
            assertThat(records.subList(0, records.size() - 1)).allMatch(r -> r.startsWith("{") && r.endsWith("}"));
            assertThat(log).contains("packet_sent").contains("packet_received");
        }
    }

    @Test
    void aQlogDirectoryThatIsNotThereHarmsNothing() throws Exception {
        try (Loopback loopback = echo();
                QuicConnectionGroup group =
                        loopback.client().qlog(directory.resolve("not/there")).build()) {
            roundTrip(group);
        }
    }

    @Test
    void aFlightRecordingShowsHandshakeStreamAndClose() throws Exception {
        Path file = directory.resolve("flight.jfr");
        String name;
        try (Recording recording = new Recording();
                Loopback loopback = echo()) {
            recording.enable("dev.quiver.quic.Handshake");
            recording.enable("dev.quiver.quic.Stream").withoutThreshold();
            recording.enable("dev.quiver.quic.Path");
            recording.enable("dev.quiver.quic.Close");
            recording.start();
            QuicConnectionGroup group = loopback.client().build();
            roundTrip(group);
            group.rebind(new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0))
                    .get(30, TimeUnit.SECONDS);
            name = group.toString();
            group.close(9, "done");
            group.terminated().get(30, TimeUnit.SECONDS);
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> mine = RecordingFile.readAllEvents(file).stream()
                .filter(e -> name.endsWith(e.getString("group")))
                .toList();
        RecordedEvent handshake = only(mine, "Handshake");
        assertThat(handshake.getDuration()).isPositive();
        assertThat(handshake.getString("alpn")).isEqualTo(Loopback.ALPN);
        assertThat(handshake.getString("resumed")).isEqualTo("no");
        assertThat(handshake.getString("earlyData")).isEqualTo("NONE");
        assertThat(handshake.getString("failure")).isEmpty();
        RecordedEvent stream = only(mine, "Stream");
        assertThat(stream.getLong("streamId")).isZero();
        assertThat(stream.getBoolean("local")).isTrue();
        assertThat(stream.getBoolean("bidirectional")).isTrue();
        assertThat(stream.getDuration()).isPositive();
        RecordedEvent path = only(mine, "Path");
        assertThat(path.getString("change")).isEqualTo("PathChanged");
        RecordedEvent close = only(mine, "Close");
        assertThat(close.getString("kind")).isEqualTo("CANCELLED");
        assertThat(close.getString("origin")).isEqualTo("LOCAL");
    }

    @Test
    void aFlightRecordingShowsAFailedHandshake() throws Exception {
        Path file = directory.resolve("flight.jfr");
        try (Recording recording = new Recording();
                Loopback loopback = echo()) {
            recording.enable("dev.quiver.quic.Handshake");
            recording.start();
            QuicConnectionGroup group = loopback.client().alpn("something-else").build();
            assertThat(group.start()).failsWithin(java.time.Duration.ofSeconds(5));
            group.terminated().get(30, TimeUnit.SECONDS);
            recording.stop();
            recording.dump(file);
            List<RecordedEvent> mine = RecordingFile.readAllEvents(file).stream()
                    .filter(e -> group.toString().endsWith(e.getString("group")))
                    .toList();
            assertThat(only(mine, "Handshake").getString("failure")).isEqualTo("NO_COMMON_ALPN");
        }
    }

    private static RecordedEvent only(List<RecordedEvent> events, String name) {
        List<RecordedEvent> found = events.stream()
                .filter(e -> e.getEventType().getName().equals("dev.quiver.quic." + name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }
}
