package dev.quiver.quic.internal.netty;

import dev.quiver.quic.internal.netty.TicketContexts.Policy;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * One TLS context. In the handshake it only notes the certificates; the connection stays closed to its users until the
 * evaluator has spoken, which may take its time without blocking an event loop.
 */
final class ClientTls {
    private final QuicSslContext context;
    private final Map<SSLEngine, Consumer<List<X509Certificate>>> presented = new ConcurrentHashMap<>();
    private final Set<String> proven = ConcurrentHashMap.newKeySet();

    ClientTls(Policy policy) {
        QuicSslContextBuilder builder = QuicSslContextBuilder.forClient()
                .trustManager(new Noting())
                .applicationProtocols(policy.alpn().toArray(String[]::new));
        Path keyLog = policy.keyLog();
        if (keyLog != null) {
            KeyLogFile file = new KeyLogFile(keyLog);
            builder.keylog((engine, line) -> file.append(line));
        }
        this.context = builder.build();
    }

    /** An engine that tells which chain the peer presents, on the event loop, if it presents one. */
    QuicSslEngine newEngine(
            io.netty.buffer.ByteBufAllocator alloc, String host, int port, Consumer<List<X509Certificate>> onChain) {
        QuicSslEngine engine = context.newEngine(alloc, host, port);
        presented.put(engine, onChain);
        return engine;
    }

    void forget(SSLEngine engine) {
        presented.remove(engine);
    }

    /** Notes that this peer's certificate was judged and trusted under this context's policy. */
    void markProven(String host, int port) {
        proven.add(host + ":" + port);
    }

    /** Whether a session resumed with this peer rests on a verdict. */
    boolean isProven(String host, int port) {
        return proven.contains(host + ":" + port);
    }

    private final class Noting extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            Consumer<List<X509Certificate>> onChain = presented.get(engine);
            if (onChain == null) {
                throw new CertificateException("no group waits for this certificate");
            }
            onChain.accept(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("only a group's own handshake is judged here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("a client judges servers only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
