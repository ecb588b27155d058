package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording shows of exchanges. */
@QuiverServer
class FlightRecordingIT {
    @TempDir
    Path directory;

    private interface Work {
        void run() throws Exception;
    }

    private List<RecordedEvent> recorded(Recording recording, Work work) throws Exception {
        Path file = directory.resolve("flight.jfr");
        try (recording) {
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.quiver.h3."))
                .toList();
    }

    private static Recording everything() {
        Recording recording = new Recording();
        for (String name : List.of("Exchange", "Failure", "Try", "Connection")) {
            recording.enable("dev.quiver.h3." + name).withoutThreshold();
        }
        return recording;
    }

    /** Sends, and waits until the exchange is over also for who records it: before its listeners hear. */
    private static void get(H3Client client, HttpRequest request, Watcher watcher) throws Exception {
        client.send(request, BodyHandlers.ofString());
        watcher.next();
    }

    @Test
    void anExchangeWithItsTryAndItsConnection(TestServer server) throws Exception {
        Watcher watcher = new Watcher();
        List<RecordedEvent> events = recorded(everything(), () -> {
            try (H3Client client =
                    Clients.builder(server).exchangeListener(watcher).build()) {
                get(client, Clients.get(server, "/bytes/7?token=secret"), watcher);
            }
        });
        RecordedEvent exchange = only(events, "Exchange");
        assertThat(exchange.getString("kind")).isEqualTo("REQUEST");
        assertThat(exchange.getString("method")).isEqualTo("GET");
        assertThat(exchange.getString("url")).isEqualTo(server.uri("/bytes/7").toString());
        assertThat(exchange.getInt("status")).isEqualTo(200);
        assertThat(exchange.getString("protocol")).isEqualTo("h3");
        assertThat(exchange.getString("route")).contains("quic won");
        assertThat(exchange.getLong("responseBytes")).isEqualTo(7);
        assertThat(exchange.getDuration("firstByte")).isPositive().isLessThanOrEqualTo(exchange.getDuration());
        assertThat(exchange.getString("failure")).isEmpty();
        RecordedEvent attempt = only(events, "Try");
        assertThat(attempt.getLong("exchange")).isEqualTo(exchange.getLong("number"));
        assertThat(attempt.getString("via")).isEqualTo("quic");
        assertThat(attempt.getString("outcome")).isEqualTo("won");
        RecordedEvent connection = only(events, "Connection");
        assertThat(connection.getString("origin"))
                .isEqualTo(server.uri("/").getHost() + ":" + server.address().getPort());
        assertThat(connection.getString("place")).contains("the origin's own port");
        assertThat(connection.getString("remote"))
                .contains(":" + server.address().getPort());
        assertThat(connection.getString("resumed")).isEqualTo("no");
        assertThat(connection.getString("failure")).isEmpty();
        assertThat(connection.getDuration()).isPositive();
        assertThat(named(events, "Failure")).isEmpty();
    }

    @Test
    void aFailureSaysWhatFailedAndByWhom() throws Exception {
        TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
        Watcher watcher = new Watcher();
        List<RecordedEvent> events;
        try (TestServer stranger =
                TestServer.newBuilder().certificate(certificate).start()) {
            events = recorded(everything(), () -> {
                try (H3Client client = H3Client.newBuilder()
                        .options(H3Options.newBuilder()
                                .discovery(Discovery.HTTP3_ONLY)
                                .build())
                        .exchangeListener(watcher)
                        .build()) {
                    assertThat(catchThrowable(() -> Clients.text(client, stranger, "/")))
                            .isNotNull();
                    watcher.next();
                }
            });
        }
        RecordedEvent failure = only(events, "Failure");
        assertThat(failure.getString("failure")).isEqualTo("CERTIFICATE_REJECTED");
        assertThat(failure.getString("scope")).isEqualTo("CONNECTION");
        assertThat(failure.getString("origin")).isEqualTo("LOCAL");
        assertThat(failure.getString("outcome")).isEqualTo("NOT_PROCESSED");
        assertThat(failure.getString("message")).isNotEmpty();
        assertThat(only(events, "Exchange").getString("failure")).isEqualTo("CERTIFICATE_REJECTED");
        assertThat(only(events, "Connection").getString("failure")).isEqualTo("CERTIFICATE_REJECTED");
    }

    @Test
    void theDefaultSettingsRecordConnectionsFailuresAndWhatIsSlow(TestServer server) throws Exception {
        Watcher watcher = new Watcher();
        List<RecordedEvent> events = recorded(new Recording(Configuration.getConfiguration("default")), () -> {
            try (H3Client client =
                    Clients.builder(server).exchangeListener(watcher).build()) {
                get(client, Clients.get(server, "/slow?bytes=20"), watcher);
            }
        });
        assertThat(named(events, "Exchange")).hasSize(1);
        assertThat(named(events, "Connection")).hasSize(1);
        assertThat(named(events, "Exchange").get(0).getDuration())
                .isGreaterThanOrEqualTo(java.time.Duration.ofMillis(20));
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.quiver.h3." + name))
                .toList();
    }

    private static RecordedEvent only(List<RecordedEvent> events, String name) {
        List<RecordedEvent> found = named(events, name);
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }
}
