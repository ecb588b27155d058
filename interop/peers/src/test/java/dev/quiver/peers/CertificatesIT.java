package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.testkit.pki.KeyKind;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver certs}: what servers of other makers present is, byte for byte, what they were given to present. */
@Tag("real-server")
class CertificatesIT {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----\n.*?-----END CERTIFICATE-----\n", Pattern.DOTALL);
    private static final TestAuthority ROOT = TestAuthority.create();
    private static final TestAuthority BETWEEN =
            ROOT.newIntermediate().name("Intermediate").issueAuthority();

    /** RSA, because GnuTLS does not take the elliptic curve keys that the JDK writes. */
    private static final TestCertificate CHAIN =
            BETWEEN.newLeaf().key(KeyKind.RSA_2048).host("localhost").issue().withRoot();

    @Test
    void caddyOverQuicAndTcp() throws Exception {
        try (RealServer caddy = RealServer.start("caddy", CHAIN)) {
            QuiverProcess.Result result = certs(caddy);
            assertThat(result.exit()).as(result.err()).isZero();
            JsonNode line = result.json();
            String file = pems(Files.readString(caddy.chain()));
            assertThat(presented(line, "quic")).isEqualTo(file).hasSizeGreaterThan(1500);
            assertThat(presented(line, "tcp")).isEqualTo(file).isEqualTo(pems(sClient(caddy.port())));
            assertThat(line.path("differs").booleanValue()).isFalse();
        }
    }

    @Test
    void gtlsserverOverQuic() throws Exception {
        try (RealServer server = RealServer.start("gtlsserver", CHAIN)) {
            QuiverProcess.Result result = certs(server);
            assertThat(result.exit()).as(result.err()).isZero();
            JsonNode line = result.json();
            assertThat(presented(line, "quic"))
                    .isEqualTo(pems(Files.readString(server.chain())))
                    .hasSizeGreaterThan(1500);
            assertThat(line.at("/transports/tcp/error/kind").textValue()).isEqualTo("PORT_CLOSED");
        }
    }

    @Test
    void opensslOverTcpByTls12And13(@TempDir Path folder) throws Exception {
        for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
            try (OpenSslServer server = OpenSslServer.start(CHAIN, folder, version)) {
                QuiverProcess.Result result = QuiverProcess.run(
                        "certs",
                        "--json",
                        "--showcerts",
                        "--cacert",
                        server.ca().toString(),
                        "localhost:" + server.port());
                assertThat(result.exit()).as(result.err()).isZero();
                JsonNode line = result.json();
                assertThat(presented(line, "tcp"))
                        .isEqualTo(pems(Files.readString(server.chain())))
                        .isEqualTo(pems(sClient(server.port())))
                        .hasSizeGreaterThan(1500);
                assertThat(line.at("/transports/quic/error/kind").textValue()).isEqualTo("PORT_CLOSED");
            }
        }
    }

    private static QuiverProcess.Result certs(RealServer server) {
        return QuiverProcess.run(
                "certs", "--json", "--showcerts", "--cacert", server.ca().toString(), server.authority());
    }

    private static String presented(JsonNode line, String transport) {
        StringBuilder all = new StringBuilder();
        line.at("/transports/" + transport + "/presented")
                .forEach(certificate -> all.append(certificate.path("pem").asText()));
        return all.toString();
    }

    private static String pems(String text) {
        return PEM.matcher(text).results().map(MatchResult::group).collect(Collectors.joining());
    }

    private static String sClient(int port) throws IOException, InterruptedException {
        Process client = new ProcessBuilder("openssl", "s_client", "-showcerts", "-connect", "127.0.0.1:" + port)
                .redirectErrorStream(true)
                .start();
        client.getOutputStream().close();
        String text = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        client.waitFor();
        return text;
    }
}
