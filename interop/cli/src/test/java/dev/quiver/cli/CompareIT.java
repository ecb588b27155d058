package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver compare} against one origin: HTTP/3 by the testkit, HTTP/1.1 by the JDK's server on the same port. */
class CompareIT {
    private static final List<String> ALL = List.of("quiver", "okhttp", "jdk");

    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");

    @TempDir
    Path folder;

    private TcpOrigin tcp;
    private TestServer quic;
    private Path ca;

    @BeforeEach
    void start() throws Exception {
        ca = certificate.writeTo(folder.resolve("pki")).ca();
        tcp = new TcpOrigin(certificate, 0).serve("/bytes/100000", TestBytes.first(100_000));
        quic = TestServer.newBuilder().certificate(certificate).port(tcp.port()).start();
    }

    @AfterEach
    void stop() {
        tcp.close();
        quic.close();
    }

    private Captured compare(String... words) {
        List<String> args = new ArrayList<>(List.of("compare", "--cacert", ca.toString(), "--repeat", "1"));
        Arrays.stream(words)
                .map(word -> word.startsWith("/") && !word.startsWith(folder.toString())
                        ? "https://localhost:" + tcp.port() + word
                        : word)
                .forEach(args::add);
        return Captured.run(args.toArray(String[]::new));
    }

    private static JsonNode json(Captured run) throws Exception {
        assertThat(run.text()).as(run.err()).endsWith("}\n").hasLineCount(1);
        return new ObjectMapper().readTree(run.text());
    }

    @Test
    void theSameAnswersToAllAreTold() throws Exception {
        Captured run = compare("--json", "/bytes/100000");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode url = json(run).get("urls").get(0);
        assertThat(url.get("status").asText()).isEqualTo("same");
        assertThat(url.get("body").asText()).isEqualTo("same");
        for (String client : ALL) {
            JsonNode answer = url.get("answers").get(client);
            assertThat(answer.get("protocol").asText()).isEqualTo(client.equals("quiver") ? "h3" : "http/1.1");
            assertThat(answer.get("bodyBytes").asLong()).isEqualTo(100_000);
            assertThat(answer.get("bodySha256").asText()).isEqualTo(TestBytes.sha256(100_000));
            JsonNode found = url.get("runs").get(0).get("clients").get(client);
            assertThat(found.get("exchanges").asInt()).isEqualTo(4);
            assertThat(found.get("failures").asInt()).isZero();
            double head = found.get("cold").get("headMs").get("median").asDouble();
            double total = found.get("cold").get("totalMs").get("median").asDouble();
            assertThat(head).isPositive().isLessThanOrEqualTo(total);
            assertThat(found.get("warm").get("connectMs").isNull()).isTrue();
        }
        assertThat(url.get("runs").get(0).get("link").isNull()).isTrue();
    }

    @Test
    void theTableSaysItToo() {
        Captured run = compare("/bytes/100000");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.text()).contains("quiver", "okhttp", "jdk", "h3", "http/1.1", "97.7 KiB", "the same to all");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void allSendTheSameFields() {
        assertThat(compare("-H", "x-one: 1", "-d", "name=Ann", "/echo").exit()).isZero();
        RequestRecord byQuiver = quic.requests().get(0);
        for (Map<String, List<String>> request : tcp.requests()) {
            for (String field : List.of("x-one", "user-agent", "accept", "content-type", "content-length")) {
                assertThat(request.get(field))
                        .as(field)
                        .containsExactly(byQuiver.fields().first(field).orElseThrow());
            }
            assertThat(request).doesNotContainKey("accept-encoding");
        }
        assertThat(tcp.requests()).hasSize(8);
    }

    @Test
    void uploadsAFileByAll() throws Exception {
        Path file = Files.write(folder.resolve("up"), TestBytes.first(200_000));
        Captured run = compare("--json", "-T", file.toString(), "-X", "POST", "/echo");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(json(run)
                        .get("urls")
                        .get(0)
                        .get("answers")
                        .get("okhttp")
                        .get("bodySha256")
                        .asText())
                .isEqualTo(TestBytes.sha256(200_000));
    }

    @Test
    void anotherBodyIsADifference() throws Exception {
        tcp.serve("/bytes/100000", TestBytes.first(99_999));
        Captured run = compare("--json", "/bytes/100000");
        assertThat(run.exit()).isEqualTo(1);
        JsonNode url = json(run).get("urls").get(0);
        assertThat(url.get("body").asText()).isEqualTo("different");
        assertThat(url.get("status").asText()).isEqualTo("same");
        assertThat(compare("/bytes/100000").text()).contains("DIFFERENT: body");
    }

    @Test
    void anotherStatusIsADifference() {
        Captured run = compare("/bytes/5");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.text()).contains("DIFFERENT: status and body", "404");
    }

    @Test
    void withoutTcpTheOthersFailAndSayWhy() throws Exception {
        tcp.close();
        Captured run = compare("--json", "/bytes/100000");
        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.err().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("quiver: (7) okhttp: "))
                .anySatisfy(line -> assertThat(line).startsWith("quiver: (7) jdk: "));
        JsonNode clients = json(run).get("urls").get(0).get("runs").get(0).get("clients");
        assertThat(clients.get("jdk").get("error").get("kind").asText()).isEqualTo("PORT_CLOSED");
        assertThat(clients.get("jdk").get("exchanges").asInt()).isEqualTo(1);
        assertThat(clients.get("quiver").get("error").isNull()).isTrue();
    }

    @Test
    void withoutQuicQuiverFallsBackAndSaysWhy() throws Exception {
        quic.close();
        Captured run = compare("/bytes/100000");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.text()).contains("quiver went by TCP; QUIC failed: ").doesNotContain("h3");
        Captured only = compare("--http3-only", "/bytes/100000");
        assertThat(only.exit()).isEqualTo(7);
        assertThat(only.text()).contains("failed (7)", "the same to all");
        JsonNode quiver = json(compare("--json", "/bytes/100000"))
                .get("urls")
                .get(0)
                .get("runs")
                .get(0)
                .get("clients")
                .get("quiver");
        assertThat(quiver.get("route").get(0).get("outcome").asText()).isEqualTo("failed");
    }

    @Test
    void addressOptionsHoldForAll() {
        String port = Integer.toString(tcp.port());
        for (String[] options : List.of(
                new String[] {"-4"},
                new String[] {"--resolve", "localhost:" + port + ":127.0.0.1"},
                new String[] {"--connect-to", "127.0.0.1:" + port})) {
            List<String> words = new ArrayList<>(List.of(options));
            words.add("/bytes/100000");
            Captured run = compare(words.toArray(String[]::new));
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.text()).contains("the same to all");
        }
    }

    @Test
    void connectsElsewhereUnderTheNameOfTheUrl() {
        Captured run = compare("--connect-to", "127.0.0.1:" + tcp.port(), "https://localhost:1/bytes/100000");
        assertThat(run.exit()).as(run.err()).isZero();
        Captured wrong = compare("--connect-to", "127.0.0.1:" + tcp.port(), "https://other.example/bytes/100000");
        assertThat(wrong.exit()).isEqualTo(60);
        assertThat(wrong.err().lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).startsWith("quiver: (60) "));
    }

    @Test
    void trustHoldsForAll() {
        String url = "https://localhost:" + tcp.port() + "/bytes/100000";
        Captured untrusted = Captured.run("compare", "--repeat", "1", url);
        assertThat(untrusted.exit()).isEqualTo(60);
        assertThat(untrusted.err().lines()).hasSize(3);
        assertThat(Captured.run("compare", "--repeat", "1", "-k", url).exit()).isZero();
        String pin = "sha256/" + "A".repeat(43) + "=";
        assertThat(compare("--pin", pin, "/bytes/100000").err().lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).startsWith("quiver: (60) "));
    }

    @Test
    void theLimitHoldsForAll() {
        Captured run = compare("--clients", "quiver", "--timeout", "0.5", "/never");
        assertThat(run.exit()).isEqualTo(28);
        assertThat(run.text()).contains("failed (28)");
    }

    @Test
    void anInterruptEndsItWithoutATable() throws Exception {
        StopSignal stop = new StopSignal();
        CompletableFuture<Captured> run = CompletableFuture.supplyAsync(() -> Captured.run(
                stop,
                new byte[0],
                "compare",
                "--clients",
                "quiver",
                "--cacert",
                ca.toString(),
                quic.uri("/never").toString()));
        quic.awaitRequest(request -> request.target().equals("/never"), Duration.ofMinutes(1));
        stop.raise();
        Captured ended = run.get(30, TimeUnit.SECONDS);
        assertThat(ended.exit()).isEqualTo(130);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void drawsIntoAFile() throws Exception {
        Path page = folder.resolve("times.html");
        Path drawing = folder.resolve("times.svg");
        assertThat(compare("--plot", page.toString(), "/bytes/100000").exit()).isZero();
        assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("<svg", "On a new connection");
        assertThat(compare("--plot", drawing.toString(), "/bytes/100000").exit())
                .isZero();
        assertThat(Files.readString(drawing)).startsWith("<svg");
        Captured nowhere = compare("--plot", folder.resolve("no/such.svg").toString(), "/bytes/100000");
        assertThat(nowhere.exit()).isEqualTo(23);
    }
}
