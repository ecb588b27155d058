package dev.quiver.cli;

import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** The JDK's TLS on the loopback: it shakes hands and says nothing. */
final class TlsServer implements AutoCloseable {
    private final SSLServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    TlsServer(TestCertificate certificate) throws Exception {
        char[] password = "test".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "server",
                certificate.privateKey(),
                password,
                certificate.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                SSLSocket accepted = (SSLSocket) socket.accept();
                threads.execute(() -> talk(accepted));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void talk(SSLSocket accepted) {
        try (accepted) {
            accepted.setSoTimeout(10_000);
            accepted.startHandshake();
            accepted.getInputStream().read();
        } catch (IOException e) {
            // What the other side made of it is what counts.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
