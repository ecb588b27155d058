package dev.quiver.peers;

import dev.quiver.testkit.pki.Pem;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** {@code openssl s_server} on the loopback. */
record OpenSslServer(Process process, int port, Path ca, Path chain) implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    static OpenSslServer start(TestCertificate certificate, Path folder, String version) throws Exception {
        TestCertificate.PemFiles files = certificate.writeTo(folder.resolve("openssl" + version));
        // It takes the leaf from the one file and all that follows from the other.
        Path rest = files.chain().resolveSibling("rest.pem");
        Files.writeString(
                rest,
                Pem.certificates(
                        certificate.chain().subList(1, certificate.chain().size())));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = null;
        try {
            process = new ProcessBuilder(
                            "openssl",
                            "s_server",
                            version,
                            "-quiet",
                            "-accept",
                            "127.0.0.1:" + port,
                            "-cert",
                            files.chain().toString(),
                            "-cert_chain",
                            rest.toString(),
                            "-key",
                            files.key().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            folder.resolve("s_server" + version + ".log").toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("openssl is not installed: skipped");
            throw e;
        }
        awaitListening(process, port);
        return new OpenSslServer(process, port, files.ca(), files.chain());
    }

    /** Only the outside world decides when it listens. */
    private static void awaitListening(Process process, int port) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (process.isAlive() && System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        throw new AssertionError("openssl s_server does not listen");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
