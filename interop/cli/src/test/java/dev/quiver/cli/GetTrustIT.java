package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Whom {@code get} trusts, and where it connects to. */
class GetTrustIT extends GetFixture {
    @Test
    void insecureTrustsAnyone() {
        assertThat(Captured.run("get", "--http3-only", url()).exit()).isEqualTo(60);
        assertThat(Captured.run("get", "--http3-only", "--insecure", url()).exit())
                .isZero();
    }

    @Test
    void pinsNarrowTrust() throws Exception {
        byte[] spki = server.certificate().certificate().getPublicKey().getEncoded();
        String right = pin(MessageDigest.getInstance("SHA-256").digest(spki));
        String wrong = pin(new byte[32]);
        assertThat(get("--pin", right, "/status/200").exit()).isZero();
        assertThat(get("--pin", wrong, "/status/200").exit()).isEqualTo(60);
        assertThat(get("--pin", wrong, "--pin", right, "/status/200").exit()).isZero();
    }

    @Test
    void connectsElsewhereUnderTheUrlsName() {
        int port = server.address().getPort();
        Captured run = Captured.run(
                "get",
                "--cacert",
                ca.toString(),
                "--connect-to",
                "127.0.0.1:" + port,
                "https://localhost:1/status/200");
        assertThat(run.exit()).as(run.err()).isZero();
    }

    @Test
    void resolvesAsTold() {
        int port = server.address().getPort();
        Captured run = get("--resolve", "other.example:" + port + ":127.0.0.1", "https://other.example:" + port + "/");
        assertThat(run.exit())
                .as("found the server, whose certificate is another's")
                .isEqualTo(60);
        assertThat(get("--resolve", "localhost:" + port + ":127.0.0.1", "/status/200")
                        .exit())
                .isZero();
    }

    @Test
    void usesOnlyTheFamilyAskedFor() {
        String address = "https://127.0.0.1:" + server.address().getPort() + "/status/200";
        assertThat(get("-4", address).exit()).isZero();
        Captured other = get("-6", address);
        assertThat(other.exit()).isEqualTo(6);
        assertThat(other.err()).contains("no IPv6 address");
    }

    private String url() {
        return server.uri("/status/200").toString();
    }

    private static String pin(byte[] digest) {
        return "sha256/" + Base64.getEncoder().encodeToString(digest);
    }
}
