package dev.quiver.cli.serve;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The test server with its certificate files; closing it removes those that no one asked to keep. */
public final class RunningServer implements AutoCloseable {
    private final ServeSettings settings;
    private final TestServer server;
    private final Path ca;
    private final @Nullable Path temporary;

    private RunningServer(ServeSettings settings, TestServer server, Path ca, @Nullable Path temporary) {
        this.settings = settings;
        this.server = server;
        this.ca = ca;
        this.temporary = temporary;
    }

    /**
     * Makes the certificate, writes it down and listens.
     *
     * @throws IOException saying which file or address could not be had
     */
    public static RunningServer start(ServeSettings settings) throws IOException {
        TestCertificate certificate =
                TestAuthority.create().leafFor(names(settings.host()).toArray(String[]::new));
        TestServer.Builder builder = TestServer.newBuilder()
                .address(settings.address())
                .certificate(certificate)
                .retry(settings.retry());
        if (settings.qlog() != null) {
            builder.qlog(Files.createDirectories(settings.qlog()));
        }
        if (settings.directory() != null) {
            DirectoryHandler files = new DirectoryHandler(settings.directory());
            builder.route("/", files).otherwise(files);
        }
        TestServer server;
        try {
            server = builder.start();
        } catch (IOException e) {
            throw new IOException("cannot listen on UDP " + settings.address() + ": " + e.getMessage(), e);
        }
        Path temporary = null;
        try {
            temporary = settings.certificates() == null ? Files.createTempDirectory("quiver-serve-") : null;
            Path folder = temporary == null ? Objects.requireNonNull(settings.certificates()) : temporary;
            Path ca = certificate.writeTo(folder).ca();
            return new RunningServer(settings, server, ca.toAbsolutePath(), temporary);
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot write the certificate files: " + e.getMessage(), e);
        }
    }

    /** Where it is, how to fetch from it and how to stop it; one fact a line, for people and for scripts. */
    public List<String> words() {
        int port = server.address().getPort();
        String url = "https://" + settings.host() + ":" + port + "/";
        String listening = server.address().getAddress().getHostAddress();
        return Stream.of(
                        "Listening on " + url + " (HTTP/3, UDP " + listening + " port " + port + ")",
                        "CA certificate: " + ca,
                        settings.directory() == null
                                ? null
                                : "Serving "
                                        + settings.directory().toAbsolutePath().normalize(),
                        "",
                        "Fetch from it:",
                        "  quiver get --cacert " + ca + " " + url,
                        "  curl --http3-only --cacert " + ca + " " + url,
                        "",
                        "A line for quiver interop --targets:",
                        "  " + target(),
                        "",
                        "Stop it with Ctrl-C.")
                .filter(line -> line != null)
                .toList();
    }

    /** As docs/interop.md has it. */
    private String target() {
        String offers =
                "echo,echo-trailers,work,status,trailers,early-hints,big-headers,reset,goaway,ws,refused,slow,never,"
                        + "headers,files";
        return "testkit=" + settings.host() + ":" + server.address().getPort() + "/bytes/1000 ca=" + ca + " offers="
                + offers + " maker=\"Quiver's test server\"";
    }

    @Override
    public void close() {
        server.close();
        Path folder = temporary;
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            System.getLogger(RunningServer.class.getPackageName())
                    .log(System.Logger.Level.WARNING, "could not remove " + folder, e);
        }
    }

    private static List<String> names(String host) {
        return Stream.of(host, "localhost", "127.0.0.1", "::1").distinct().toList();
    }
}
