package dev.quiver.quic.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's own TLS 1.3 on loopback: a server that presents any chain as it is, and a client for it. */
final class TcpServer implements AutoCloseable {
    private final SSLServerSocket socket;
    private final Thread thread;
    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

    /** @param clients null to want no client certificate */
    TcpServer(PrivateKey key, List<X509Certificate> chain, @Nullable X509TrustManager clients) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new FixedChain(key, chain)},
                clients == null ? null : new TrustManager[] {clients},
                null);
        socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        socket.setEnabledProtocols(new String[] {"TLSv1.3"});
        socket.setNeedClientAuth(clients != null);
        thread = new Thread(this::serve, "tcp-server");
        thread.start();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (SSLSocket accepted = (SSLSocket) socket.accept()) {
                accepted.setSoTimeout(10_000);
                // Tickets and the answer are small writes that would wait for each other's acknowledgement.
                accepted.setTcpNoDelay(true);
                try {
                    accepted.startHandshake();
                    accepted.getOutputStream().write('!');
                    accepted.getInputStream().read();
                    outcomes.add("done");
                } catch (IOException e) {
                    outcomes.add(String.valueOf(e.getMessage()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** A whole handshake as this host; null when it succeeds, or why not. */
    @Nullable
    IOException handshake(String host, @Nullable KeyManager identity, TrustManager trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(identity == null ? null : new KeyManager[] {identity}, new TrustManager[] {trust}, null);
        // The connection outlives TLS, so that the server can still write its flight and then read the alert.
        try (Socket plain = new Socket(socket.getInetAddress(), socket.getLocalPort())) {
            plain.setSoTimeout(10_000);
            plain.setTcpNoDelay(true);
            IOException failure = handshake(context, plain, host);
            try {
                plain.shutdownOutput();
                plain.getInputStream().readAllBytes();
            } catch (IOException gone) {
                // the server was first
            }
            return failure;
        }
    }

    private @Nullable IOException handshake(SSLContext context, Socket plain, String host) {
        boolean shaken = false;
        try (SSLSocket client =
                (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), false)) {
            client.setEnabledProtocols(new String[] {"TLSv1.3"});
            SSLParameters parameters = client.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            client.setSSLParameters(parameters);
            client.startHandshake();
            shaken = true;
            return client.getInputStream().read() == '!' ? null : new IOException("the server went away");
        } catch (IOException e) {
            // Behind the handshake: Java 25 writes a long chain into a ticket that it cannot read.
            return shaken && String.valueOf(e.getMessage()).contains("NewSessionTicket") ? null : e;
        }
    }

    /** What the server saw of the next handshake to end: {@code done} or the alert it was sent. */
    String outcome() throws InterruptedException {
        return String.valueOf(outcomes.poll(10, java.util.concurrent.TimeUnit.SECONDS));
    }

    @Override
    public void close() throws Exception {
        socket.close();
        thread.join(10_000);
    }
}
