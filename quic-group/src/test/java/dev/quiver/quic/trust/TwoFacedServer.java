package dev.quiver.quic.trust;

import dev.quiver.quic.QuicListener;
import dev.quiver.quic.probe.ProbeTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** One port on the loopback: QUIC by this library's listener, TCP by the JDK's TLS, each with a chain of its own. */
final class TwoFacedServer implements AutoCloseable {
    private final SSLServerSocket tcp;
    private final QuicListener quic;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** How it behaves; the defaults are those of a good server. */
    static final class Manner {
        List<X509Certificate> quicChain;
        List<X509Certificate> tcpChain;
        PrivateKey key;
        String[] protocols = {"TLSv1.3", "TLSv1.2"};
        String[] alpn = {"h2", "http/1.1"};
        String quicAlpn = "h3";
        boolean wantsClients;

        Manner(Authority leaf, X509Certificate... rest) {
            key = leaf.key();
            tcpChain = new java.util.ArrayList<>(List.of(leaf.certificate()));
            tcpChain.addAll(List.of(rest));
            quicChain = List.copyOf(tcpChain);
        }
    }

    TwoFacedServer(Manner manner) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("any", manner.quicChain.get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        context.init(
                new KeyManager[] {new FixedChain(manner.key, manner.tcpChain)},
                manner.wantsClients ? trust.getTrustManagers() : null,
                null);
        tcp = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        tcp.setEnabledProtocols(manner.protocols);
        tcp.setNeedClientAuth(manner.wantsClients);
        SSLParameters parameters = tcp.getSSLParameters();
        parameters.setApplicationProtocols(manner.alpn);
        tcp.setSSLParameters(parameters);
        var builder = QuicListener.newBuilder(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()))
                .alpn(manner.quicAlpn)
                .identity(manner.key, manner.quicChain);
        if (manner.wantsClients) {
            builder.clientCertificates(true, TrustEvaluator.insecure());
        }
        quic = builder.build();
        quic.onGroup(group -> {});
        quic.start().get(30, TimeUnit.SECONDS);
        threads.execute(this::serve);
    }

    private void serve() {
        while (!tcp.isClosed()) {
            try {
                SSLSocket accepted = (SSLSocket) tcp.accept();
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
            // The probe says what it saw of it.
        }
    }

    ProbeTarget target(String name) {
        return new ProbeTarget(name, tcp.getLocalPort()).at(address());
    }

    InetSocketAddress address() {
        return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
    }

    @Override
    public void close() throws Exception {
        tcp.close();
        quic.close();
        threads.shutdownNow();
    }
}
