package dev.quiver.interop.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A connection's log of its own packets, as the transport writes it: JSON text sequences (RFC 7464) of qlog events. A last
 * record that was cut off is left out.
 *
 * @param file where it was read from
 * @param description what its owner says of the connection
 * @param startMillis when the log began, by the wall clock; 0 where it does not tell
 */
public record Qlog(Path file, String description, long startMillis, List<Event> events) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Qlog {
        events = List.copyOf(events);
    }

    /**
     * Something that happened.
     *
     * @param atMillis since the log began
     * @param name with its namespace, e.g. {@code quic:packet_sent}
     * @param data what it says
     */
    public record Event(double atMillis, String name, JsonNode data) {}

    /** Reads one. */
    public static Qlog read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        String description = "";
        long start = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = line.startsWith("\u001e") ? line.substring(1) : line;
                if (text.isBlank()) {
                    continue;
                }
                JsonNode record;
                try {
                    record = JSON.readTree(text);
                } catch (JsonProcessingException e) {
                    break; // the process ended while it wrote
                }
                if (record.has("name")) {
                    events.add(new Event(
                            record.path("time").asDouble(), record.path("name").asText(), record.path("data")));
                } else {
                    JsonNode trace = record.path("trace");
                    description = trace.path("description").asText();
                    start = WallClock.millis(trace.path("common_fields")
                            .path("reference_time")
                            .path("wall_clock_time")
                            .asText());
                }
            }
        }
        return new Qlog(file, description, start, events);
    }

    /** All of a folder, the earliest first. */
    public static List<Qlog> readAll(Path folder) throws IOException {
        List<Qlog> logs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".qlog")).sorted().toList()) {
                logs.add(read(file));
            }
        }
        logs.sort((a, b) -> Long.compare(a.startMillis(), b.startMillis()));
        return logs;
    }

    /** Its packets, sent and received, in order. */
    public List<QlogPacket> packets() {
        List<QlogPacket> packets = new ArrayList<>();
        for (Event event : events) {
            boolean sent = event.name().endsWith(":packet_sent");
            if (!sent && !event.name().endsWith(":packet_received")) {
                continue;
            }
            JsonNode header = event.data().path("header");
            List<JsonNode> frames = new ArrayList<>();
            event.data().path("frames").forEach(frames::add);
            packets.add(new QlogPacket(
                    event.atMillis(),
                    sent,
                    header.path("packet_type").asText(),
                    header.path("packet_number").asLong(-1),
                    event.data().path("raw").path("length").asLong(),
                    frames));
        }
        return packets;
    }

    /** How many packets are like this. */
    public long count(Predicate<QlogPacket> like) {
        return packets().stream().filter(like).count();
    }
}
