package dev.quiver.interop.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.endpoint.HqServer.Fault;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import dev.quiver.testkit.pki.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint with a server that behaves, and with one that does not. */
class EndpointIT {
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeEach
    void environment() throws IOException {
        for (String name : List.of("downloads", "certs")) {
            environment.put(
                    name.toUpperCase(Locale.ROOT),
                    Files.createDirectory(folder.resolve(name)).toString());
        }
        environment.put("ROLE", "client");
        environment.put("QLOGDIR", folder.resolve("logs/qlog").toString());
        environment.put("SSLKEYLOGFILE", folder.resolve("logs/keys.log").toString());
        Random random = new Random(7);
        for (String name : List.of("first", "bad", "large", "empty")) {
            byte[] content = new byte[name.equals("large") ? 3 << 20 : name.equals("empty") ? 0 : 40_000];
            random.nextBytes(content);
            files.put(name, content);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"handshake", "transfer", "multiconnect", "resumption"})
    void filesCome(String testCase) throws Exception {
        try (HqServer server = new HqServer(false)) {
            assertThat(run(testCase, server)).as(said()).isZero();
            assertDownloads(files);
            int connections =
                    Map.of("multiconnect", files.size(), "resumption", 2).getOrDefault(testCase, 1);
            assertThat(server.connections()).isEqualTo(connections);
            assertThat(Qlog.readAll(folder.resolve("logs/qlog"))).hasSize(connections);
            assertThat(folder.resolve("logs/keys.log")).content().contains("SERVER_HANDSHAKE_TRAFFIC_SECRET");
        }
    }

    @Test
    void laterRequestsGoOutEarly() throws Exception {
        try (HqServer server = new HqServer(true)) {
            assertThat(run("zerortt", server)).as(said()).isZero();
            assertDownloads(files);
            List<Qlog> logs = Qlog.readAll(folder.resolve("logs/qlog"));
            assertThat(logs).hasSize(2);
            assertThat(logs.get(0).count(packet -> packet.type().equals("0RTT")))
                    .isZero();
            // All but the first file: none of the requests had to wait for the handshake.
            assertThat(logs.get(1).packets().stream()
                            .filter(packet -> packet.sent() && packet.type().equals("0RTT"))
                            .flatMap(packet -> packet.frames().stream())
                            .filter(frame -> frame.path("frame_type").asText().equals("stream"))
                            .map(frame -> frame.path("stream_id").asLong())
                            .distinct())
                    .hasSize(files.size() - 1);
        }
    }

    @Test
    void aServerThatTakesNoEarlyDataIsTold() throws Exception {
        try (HqServer server = new HqServer(false)) {
            assertThat(run("zerortt", server)).isEqualTo(EndpointCommand.FAILED);
            assertThat(said()).contains("allowed no early data");
        }
    }

    @Test
    void moreFilesThanTheServerAllowsStreams() throws Exception {
        files.clear();
        for (int i = 0; i < 500; i++) {
            files.put("file" + i, ("content of " + i).getBytes(StandardCharsets.US_ASCII));
        }
        try (HqServer server = new HqServer(false)) {
            assertThat(run("multiplexing", server)).as(said()).isZero();
            assertDownloads(files);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    @QuiverServer
    void http3(TestServer server) throws Exception {
        server.certificate().writeTo(folder.resolve("certs"));
        environment.put("TESTCASE", "http3");
        environment.put("REQUESTS", server.uri("/bytes/100") + " " + server.uri("/bytes/500000"));
        assertThat(run()).as(said()).isZero();
        assertThat(folder.resolve("downloads/100")).hasSize(100);
        assertThat(folder.resolve("downloads/500000")).hasSize(500_000);
        assertThat(Qlog.readAll(folder.resolve("logs/qlog"))).hasSize(1);
    }

    @Test
    @QuiverServer
    void anotherStatusIsNoFile(TestServer server) throws Exception {
        server.certificate().writeTo(folder.resolve("certs"));
        environment.put("TESTCASE", "http3");
        environment.put("REQUESTS", server.uri("/status/404").toString());
        assertThat(run()).isEqualTo(EndpointCommand.FAILED);
        assertThat(said()).contains("answered with 404");
        assertDownloads(Map.of());
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aFileThatDoesNotComeWholeIsNotThere(Fault fault) throws Exception {
        try (HqServer server = new HqServer(false)) {
            server.misbehave(fault);
            environment.put("CLIENT_PARAMS", "limit=3");
            files.remove("large");
            assertThat(run("transfer", server)).isEqualTo(EndpointCommand.FAILED);
            assertThat(said()).contains("/bad: ").contains("transfer: FAILED");
            assertThat(folder.resolve("downloads/bad")).doesNotExist();
            assertThat(leftovers()).isEmpty();
        }
    }

    @Test
    void aServerThatIsNotTheAuthoritysIsNotBelieved() throws Exception {
        try (HqServer server = new HqServer(false)) {
            List<String> urls = urls(server);
            TestAuthority.create().writeTo(folder.resolve("certs"));
            environment.put("REQUESTS", String.join(" ", urls));
            environment.put("TESTCASE", "handshake");
            assertThat(run()).isEqualTo(EndpointCommand.FAILED);
            assertThat(server.requests()).isEmpty();
            assertDownloads(Map.of());
        }
    }

    @Test
    void withoutAnAuthorityEveryServerIsBelievedAloud() throws Exception {
        try (HqServer server = new HqServer(false)) {
            environment.put("REQUESTS", urls(server).get(0));
            environment.put("TESTCASE", "handshake");
            assertThat(run()).as(said()).isZero();
            assertThat(said()).contains("EVERY SERVER IS BELIEVED");
        }
    }

    private List<String> urls(HqServer server) {
        List<String> urls = new ArrayList<>();
        files.forEach((name, content) -> urls.add(server.url(name, content)));
        return urls;
    }

    private int run(String testCase, HqServer server) throws IOException {
        server.root().writeTo(folder.resolve("certs"));
        environment.put("REQUESTS", String.join(" ", urls(server)));
        environment.put("TESTCASE", testCase);
        return run();
    }

    private int run() {
        return EndpointCommand.run(environment, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private void assertDownloads(Map<String, byte[]> expected) throws IOException {
        assertThat(leftovers()).isEmpty();
        try (Stream<Path> all = Files.list(folder.resolve("downloads"))) {
            assertThat(all.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(expected.keySet());
        }
        for (Map.Entry<String, byte[]> file : expected.entrySet()) {
            assertThat(folder.resolve("downloads").resolve(file.getKey())).hasBinaryContent(file.getValue());
        }
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("downloads"))) {
            return all.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }
}
