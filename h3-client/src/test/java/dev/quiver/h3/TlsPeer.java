package dev.quiver.h3;

import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's TLS on loopback, which answers one HTTP/1.1 request a connection and tells what it saw. */
final class TlsPeer implements AutoCloseable {
    private final SSLServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Runnable onByte;

    /** Handshakes that failed, as the JDK says it: the alert that came. */
    final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();

    /** Who showed a certificate. */
    final List<String> clients = new CopyOnWriteArrayList<>();

    /**
     * @param clientTrust null to want no client certificate
     * @param onByte run when the first byte of a request came
     */
    TlsPeer(TestCertificate certificate, @Nullable X509TrustManager clientTrust, Runnable onByte) throws Exception {
        this.onByte = onByte;
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "k", certificate.privateKey(), new char[0], certificate.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), clientTrust == null ? null : new TrustManager[] {clientTrust}, null);
        socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(clientTrust != null);
        threads.execute(this::accept);
    }

    URI uri() {
        return URI.create("https://localhost:" + socket.getLocalPort() + "/");
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                SSLSocket accepted = (SSLSocket) socket.accept();
                threads.execute(() -> serve(accepted));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket accepted) {
        boolean request = false;
        try (accepted) {
            accepted.setSoTimeout(60_000);
            accepted.startHandshake();
            if (accepted.getNeedClientAuth()) {
                clients.add(accepted.getSession().getPeerPrincipal().getName());
            }
            InputStream in = accepted.getInputStream();
            int ends = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (!request) {
                    request = true;
                    onByte.run();
                }
                ends = b == '\n' ? ends + 1 : b == '\r' ? ends : 0;
                if (ends == 2) {
                    break;
                }
            }
            accepted.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok"
                            .getBytes(StandardCharsets.US_ASCII));
            accepted.getOutputStream().flush();
        } catch (IOException e) {
            if (!request) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public void close() throws Exception {
        socket.close();
        threads.shutdownNow();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }
}
