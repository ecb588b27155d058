package dev.quiver.quic.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Chains made by the {@code openssl} command, whose encoders and habits are not ours. */
final class OpenSslCases {
    private static final String SERVER = "subjectAltName=DNS:example.com\nextendedKeyUsage=serverAuth\n";
    private static final String AUTHORITY = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n";
    private static final String HOST = "example.com";

    private final Path directory;

    private OpenSslCases(Path directory) {
        this.directory = directory;
    }

    static boolean available() {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** @param directory where its files may be written */
    static List<ChainCase> make(Path directory) throws Exception {
        return new OpenSslCases(directory).cases();
    }

    private List<ChainCase> cases() throws Exception {
        issue("root", null, "ec", "/CN=OpenSSL Root", AUTHORITY);
        issue("other", null, "ec", "/CN=OpenSSL Other", AUTHORITY);
        issue("rsa-root", null, "rsa", "/CN=OpenSSL RSA Root", AUTHORITY);
        issue("ed-root", null, "ed25519", "/CN=OpenSSL Ed Root", AUTHORITY);
        issue("between", "root", "ec", "/CN=OpenSSL Between", AUTHORITY);
        issue("short", "root", "ec", "/CN=OpenSSL Short", AUTHORITY.replace("TRUE", "TRUE,pathlen:0"));
        issue("below", "short", "ec", "/CN=OpenSSL Below", AUTHORITY);
        issue("narrow", "root", "ec", "/CN=Narrow", AUTHORITY + "nameConstraints=critical,permitted;DNS:other.test\n");
        issue("crossed", "other", "between", "/CN=OpenSSL Between", AUTHORITY);
        issue("leaf", "between", "ec", "/C=DE/O=Gr\u00fc\u00dfe/CN=leaf", SERVER);
        issue("deep", "below", "ec", "/CN=leaf", SERVER);
        issue("constrained", "narrow", "ec", "/CN=leaf", SERVER);
        issue("client", "root", "ec", "/CN=leaf", SERVER.replace("serverAuth", "clientAuth"));
        issue("rsa", "rsa-root", "rsa", "/CN=leaf", SERVER);
        issue("ed", "ed-root", "ed25519", "/CN=leaf", SERVER);
        issue("p521", "root", "p521", "/CN=leaf", SERVER);
        issue("wild", "root", "ec", "/CN=leaf", SERVER.replace("DNS:", "DNS:*."));
        issue("address", "root", "ec", "/CN=leaf", SERVER.replace("DNS:example.com", "IP:127.0.0.1,IP:::1"));
        issue("own", null, "ec", "/CN=example.com", SERVER);
        return List.of(
                made("whole", HOST, "root", "leaf", "between").trusted(""),
                made("misordered and root sent", HOST, "root", "leaf", "root", "between")
                        .trusted("MISORDERED@1 ROOT_SENT@1"),
                made("missing intermediate", HOST, "root", "leaf").rejected("MISSING_INTERMEDIATE@0 UNTRUSTED_ROOT@0"),
                made("cross-signed", HOST, "other", "leaf", "between", "crossed")
                        .trusted(""),
                made("two paths", HOST, "root", "leaf", "crossed", "between").trusted(""),
                made("path too long", HOST, "root", "deep", "below", "short").rejected("WRONG_USAGE@2"),
                made("name not permitted", HOST, "root", "constrained", "narrow")
                        .rejected("NAME_CONSTRAINT@0"),
                made("for clients", HOST, "root", "client").rejected("WRONG_USAGE@0"),
                made("RSA", HOST, "rsa-root", "rsa").trusted(""),
                made("Ed25519 all the way", HOST, "ed-root", "ed").trusted(""),
                made("P-521", HOST, "root", "p521").trusted(""),
                made("wildcard", "www.example.com", "root", "wild").trusted(""),
                made("IPv6 address", "::1", "root", "address").trusted(""),
                made("wrong host", "other.test", "root", "leaf", "between").rejected("HOST_MISMATCH@0"),
                made("self-signed", HOST, "root", "own").rejected("SELF_SIGNED@0"));
    }

    /** @param keys a kind of key to make, or the name of a certificate whose key is used again */
    private void issue(String name, String issuer, String keys, String subject, String extensions) throws Exception {
        Path key = file(name + ".key");
        switch (keys) {
            case "ec" ->
                run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key.toString());
            case "p521" ->
                run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521", "-out", key.toString());
            case "rsa" ->
                run("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key.toString());
            case "ed25519" -> run("genpkey", "-algorithm", "ED25519", "-out", key.toString());
            default -> Files.copy(file(keys + ".key"), key);
        }
        Path settings = file(name + ".cnf");
        Files.writeString(settings, "[req]\ndistinguished_name=dn\n[dn]\n[made]\n" + extensions);
        String pem = file(name + ".pem").toString();
        if (issuer == null) {
            run(
                    "req",
                    "-new",
                    "-x509",
                    "-utf8",
                    "-key",
                    key.toString(),
                    "-subj",
                    subject,
                    "-days",
                    "60",
                    "-config",
                    settings.toString(),
                    "-extensions",
                    "made",
                    "-out",
                    pem);
            return;
        }
        String request = file(name + ".csr").toString();
        run(
                "req",
                "-new",
                "-utf8",
                "-key",
                key.toString(),
                "-subj",
                subject,
                "-config",
                settings.toString(),
                "-out",
                request);
        run(
                "x509",
                "-req",
                "-in",
                request,
                "-CA",
                file(issuer + ".pem").toString(),
                "-CAkey",
                file(issuer + ".key").toString(),
                "-CAcreateserial",
                "-days",
                "60",
                "-extfile",
                settings.toString(),
                "-extensions",
                "made",
                "-out",
                pem);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments));
        Path output = file("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(command + ": " + Files.readString(output));
        }
    }

    private Made made(String name, String host, String anchor, String... presented) throws Exception {
        List<byte[]> chain = new ArrayList<>();
        for (String certificate : presented) {
            chain.add(PemFile.certificates(file(certificate + ".pem")).get(0).getEncoded());
        }
        Identity leaf = Identity.fromPem(file(presented[0] + ".pem"), file(presented[0] + ".key"));
        List<X509Certificate> anchors = PemFile.certificates(file(anchor + ".pem"));
        return (expected, trusted) ->
                new ChainCase("openssl: " + name, host, chain, anchors, expected, trusted, leaf.key());
    }

    private interface Made {
        ChainCase said(String expected, boolean trusted);

        default ChainCase trusted(String expected) {
            return said(expected, true);
        }

        default ChainCase rejected(String expected) {
            return said(expected, false);
        }
    }
}
