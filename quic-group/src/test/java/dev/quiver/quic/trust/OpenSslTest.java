package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * OpenSSL as a third opinion: what it refuses has an error, and where it finds nothing only what it does not look for has
 * one. Skipped where there is no {@code openssl}.
 */
class OpenSslTest {
    /** Rules of public authorities, of TLS and of Java that {@code openssl verify} does not know. */
    private static final Set<FindingId> NOT_LOOKED_FOR =
            EnumSet.of(FindingId.WEAK_KEY, FindingId.WEAK_SIGNATURE, FindingId.UNREADABLE, FindingId.MISORDERED);

    /** Where it has another opinion, and why. */
    private static final Map<String, String> OTHER_OPINIONS = Map.of(
            "expired root", "the JDK does not look at an anchor's dates",
            "wildcard over a whole domain", "the JDK allows it below private anchors",
            "common name only", "OpenSSL still compares it, RFC 9110 does not",
            "for any usage", "OpenSSL wants serverAuth by name",
            "key for encryption only", "OpenSSL thinks of TLS 1.2, where RSA could encrypt",
            "two paths, one trusted", "OpenSSL tries the first issuer only");

    @TempDir
    private Path directory;

    static Stream<ChainCase> cases() {
        // What does not decode, or oddly, cannot be given to it.
        return ChainCases.all()
                .filter(chain -> chain.inspect().presented().stream()
                        .allMatch(certificate -> certificate.fault() == null
                                && certificate.remarks().isEmpty()));
    }

    @BeforeAll
    static void lookForIt() throws InterruptedException {
        try {
            assumeTrue(new ProcessBuilder("openssl", "version").start().waitFor() == 0, "openssl does not run");
        } catch (IOException e) {
            assumeTrue(false, "there is no openssl");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itsErrorsAreOurs(ChainCase chain) throws Exception {
        String said = verify(chain);
        boolean accepts = said.contains(": OK");
        List<Finding> errors = chain.inspect().findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .filter(finding -> !accepts || !NOT_LOOKED_FOR.contains(finding.id()))
                .toList();
        assertThat(errors.isEmpty())
                .as("%s, and it says: %s", errors, said)
                .isEqualTo(accepts != OTHER_OPINIONS.containsKey(chain.name()));
    }

    private String verify(ChainCase chain) throws Exception {
        List<byte[]> anchors = new ArrayList<>();
        for (X509Certificate anchor : chain.anchors()) {
            anchors.add(anchor.getEncoded());
        }
        List<byte[]> rest = chain.presented().subList(1, chain.presented().size());
        PeerName name = PeerName.of(chain.host());
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "verify",
                "-partial_chain",
                "-no-CApath",
                "-no-CAstore",
                "-purpose",
                "sslserver",
                "-auth_level",
                "0",
                name.address() ? "-verify_ip" : "-verify_hostname",
                name.text(),
                "-CAfile",
                write("anchors.pem", anchors)));
        if (!rest.isEmpty()) {
            command.addAll(List.of("-untrusted", write("untrusted.pem", rest)));
        }
        command.add(write("leaf.pem", chain.presented().subList(0, 1)));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    private String write(String name, List<byte[]> ders) throws IOException {
        StringBuilder text = new StringBuilder();
        for (byte[] der : ders) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        Path file = directory.resolve(name);
        Files.writeString(file, text, StandardCharsets.US_ASCII);
        return file.toString();
    }
}
