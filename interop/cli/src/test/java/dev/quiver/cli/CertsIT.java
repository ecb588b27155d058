package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.Pem;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver certs} against a QUIC server and a TLS server on the same port number. */
class CertsIT {
    private static final TestAuthority ROOT =
            TestAuthority.newRoot().name("Certs Root").issueAuthority();
    private static final TestAuthority BETWEEN =
            ROOT.newIntermediate().name("Certs Intermediate").issueAuthority();
    private static final TestCertificate GOOD = BETWEEN.leafFor("localhost", "www.certs.test");

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private int port;

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable server : open) {
            server.close();
        }
    }

    @Test
    void everyKeyIsThereAndThePemsAreThosePresented() throws Exception {
        serve(GOOD, GOOD);
        Captured run = certs("--json", "--showcerts", "localhost:" + port);
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode line = json(run);
        assertThat(line.fieldNames()).toIterable().containsExactly("host", "port", "transports", "differs");
        assertThat(line.get("host").textValue()).isEqualTo("localhost");
        assertThat(line.get("port").intValue()).isEqualTo(port);
        assertThat(line.get("differs").booleanValue()).isFalse();
        for (String transport : List.of("quic", "tcp")) {
            JsonNode seen = line.at("/transports/" + transport);
            assertThat(seen.fieldNames())
                    .toIterable()
                    .containsExactly("presented", "built", "trusted", "error", "findings");
            assertThat(seen.get("trusted").booleanValue()).isTrue();
            assertThat(seen.get("error").isNull()).isTrue();
            assertThat(seen.get("findings")).isEmpty();
            assertThat(pems(seen.get("presented"))).isEqualTo(Pem.certificates(GOOD.chain()));
            List<X509Certificate> path = new ArrayList<>(GOOD.chain());
            path.add(ROOT.certificate());
            assertThat(pems(seen.get("built"))).isEqualTo(Pem.certificates(path));
            assertThat(seen.at("/presented/0").fieldNames())
                    .toIterable()
                    .startsWith("subject", "issuer", "sha256", "notBefore", "notAfter");
            assertThat(seen.at("/presented/0/spkiSha256").textValue()).startsWith("sha256/");
            assertThat(seen.at("/presented/0/names/0").textValue()).isEqualTo("localhost");
        }
    }

    @Test
    void saysThatTheTransportsDiffer() throws Exception {
        serve(GOOD, BETWEEN.leafFor("localhost"));
        Captured run = certs("--json", "localhost:" + port);
        assertThat(run.exit()).as("a warning only").isZero();
        JsonNode line = json(run);
        assertThat(line.get("differs").booleanValue()).isTrue();
        for (String transport : List.of("quic", "tcp")) {
            JsonNode finding = line.at("/transports/" + transport + "/findings/0");
            assertThat(finding.get("id").textValue()).isEqualTo("TRANSPORTS_DIFFER");
            assertThat(finding.get("severity").textValue()).isEqualTo("warning");
        }
        assertThat(certs("localhost:" + port).text()).contains("Over QUIC:", "Over TCP:", "TRANSPORTS_DIFFER");
    }

    @Test
    void errorsAreSixtyOnWhicheverTransportTheyAre() throws Exception {
        serve(GOOD, GOOD.withoutIntermediates());
        assertThat(certs("--quic", "localhost:" + port).exit()).isZero();
        assertThat(certs("--tcp", "localhost:" + port).exit()).isEqualTo(60);
        Captured both = certs("localhost:" + port);
        assertThat(both.exit()).isEqualTo(60);
        assertThat(both.text()).contains("✓ QUIC", "✗ TCP", "Certs Intermediate", "MISSING_INTERMEDIATE");
        assertThat(both.text().lines()).allMatch(line -> line.length() <= 80, "at most 80 columns");
        assertThat(both.text()).doesNotContain("\u001b");
    }

    @Test
    void oneUnreachableTransportIsNoFailure() throws Exception {
        serve(GOOD, null);
        Captured run = certs("--json", "localhost:" + port);
        assertThat(run.exit()).isZero();
        JsonNode tcp = json(run).at("/transports/tcp");
        assertThat(tcp.at("/error/kind").textValue()).isEqualTo("PORT_CLOSED");
        for (String key : List.of("presented", "built", "trusted")) {
            assertThat(tcp.get(key).isNull()).as(key).isTrue();
        }
        assertThat(certs("--tcp", "localhost:" + port).exit()).isEqualTo(7);
        assertThat(json(certs("--json", "--quic", "localhost:" + port))
                        .at("/transports/tcp")
                        .isNull())
                .isTrue();
    }

    @Test
    void asksWhereAndForWhomItIsTold() throws Exception {
        serve(GOOD, GOOD);
        assertThat(certs("127.0.0.1:" + port).exit()).as("not its name").isEqualTo(60);
        assertThat(certs("--sni", "www.certs.test", "127.0.0.1:" + port).exit()).isZero();
        assertThat(certs("--connect-to", "127.0.0.1:" + port, "www.certs.test").exit())
                .isZero();
        assertThat(certs("--resolve", "www.certs.test:" + port + ":127.0.0.1", "https://www.certs.test:" + port + "/x")
                        .exit())
                .isZero();
    }

    @Test
    void pemsAreAloneInTheirLinesWithoutJson() throws Exception {
        serve(GOOD, GOOD);
        String text = certs("--quic", "--showcerts", "localhost:" + port).text();
        String pem = text.lines()
                .dropWhile(line -> !line.startsWith("-----BEGIN"))
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .reduce("", (all, line) -> all + line + "\n");
        assertThat(pem).isEqualTo(Pem.certificates(GOOD.chain()));
        assertThat(certs("--showcerts", "localhost:" + port).text().split("-----BEGIN", -1))
                .as("two certificates over each of two transports")
                .hasSize(5);
    }

    @Test
    void manyHostsAreALineEachAndAFirstFailure() throws Exception {
        serve(GOOD, GOOD);
        String good = "localhost:" + port;
        Captured run = certs("--timeout", "20", good, good, "127.0.0.1:" + port, "localhost:1", "bad host", good);
        assertThat(run.exit()).as("the wrong host came first").isEqualTo(60);
        assertThat(run.text())
                .contains("HOST_MISMATCH", "6 hosts in ", "3 good, 1 with errors, 1 not reached, 1 not asked");
        assertThat(run.text()).doesNotContain("└─");
        Captured lines = certs("--json", good, good, "localhost:1");
        assertThat(lines.text().lines()).hasSize(3).allMatch(line -> line.startsWith("{"));
        assertThat(lines.exit()).isEqualTo(7);
    }

    private void serve(TestCertificate overQuic, TestCertificate overTcp) throws Exception {
        TlsServer tls = overTcp == null ? null : new TlsServer(overTcp);
        TestServer.Builder quic = TestServer.newBuilder().certificate(overQuic);
        if (tls != null) {
            quic.port(tls.port());
            open.add(tls);
        }
        TestServer server = quic.start();
        open.add(server);
        port = server.address().getPort();
    }

    private Captured certs(String... arguments) throws IOException {
        Path ca = folder.resolve("root.pem");
        Files.writeString(ca, Pem.certificates(List.of(ROOT.certificate())));
        List<String> all = new ArrayList<>(List.of("certs", "--cacert", ca.toString()));
        all.addAll(List.of(arguments));
        return Captured.run(all.toArray(String[]::new));
    }

    private static JsonNode json(Captured run) throws IOException {
        assertThat(run.text()).as(run.err()).hasLineCount(1);
        return new ObjectMapper().readTree(run.text());
    }

    private static String pems(JsonNode certificates) {
        StringBuilder all = new StringBuilder();
        certificates.forEach(certificate -> all.append(certificate.get("pem").textValue()));
        return all.toString();
    }
}
