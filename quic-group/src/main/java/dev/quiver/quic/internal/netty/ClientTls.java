package dev.quiver.quic.internal.netty;

import dev.quiver.quic.internal.netty.TicketContexts.Policy;
import dev.quiver.quic.trust.IdentityChooser;
import dev.quiver.quic.trust.IdentityOffer;
import io.netty.buffer.ByteBufAllocator;
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
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * One TLS context. What the handshake shows goes to the attempt that the engine belongs to, on its event loop: the
 * attempt decides whether to judge the certificates at once or to let the handshake go on and judge meanwhile.
 */
final class ClientTls {
    /** One handshake's view of the context. */
    interface Handshake {
        /** The server presented these; throws to end the handshake with the alert that the exception selects. */
        void presented(List<X509Certificate> chain) throws CertificateException;

        /** The server wanted a certificate and was shown this. */
        void identityWanted(IdentityOffer offer);
    }

    private final QuicSslContext context;
    private final Map<SSLEngine, Handshake> handshakes = new ConcurrentHashMap<>();
    private final Set<String> proven = ConcurrentHashMap.newKeySet();

    ClientTls(Policy policy) {
        IdentityChooser identity = policy.identity();
        // Nobody is shown by default; the key manager is there to hear that a server asks.
        QuicSslContextBuilder builder = QuicSslContextBuilder.forClient()
                .trustManager(new Noting())
                .keyManager(new ObservedKeys(identity == null ? IdentityChooser.none() : identity, this::wanted), null)
                .applicationProtocols(policy.alpn().toArray(String[]::new));
        Path keyLog = policy.keyLog();
        if (keyLog != null) {
            KeyLogFile file = new KeyLogFile(keyLog);
            builder.keylog((engine, line) -> file.append(line));
        }
        this.context = builder.build();
    }

    /** An engine whose handshake is told to its owner, on the event loop. */
    QuicSslEngine newEngine(ByteBufAllocator alloc, String host, int port, Handshake handshake) {
        QuicSslEngine engine = context.newEngine(alloc, host, port);
        handshakes.put(engine, handshake);
        return engine;
    }

    private void wanted(@Nullable SSLEngine engine, IdentityOffer offer) {
        Handshake handshake = engine == null ? null : handshakes.get(engine);
        if (handshake != null) {
            handshake.identityWanted(offer);
        }
    }

    void forget(SSLEngine engine) {
        handshakes.remove(engine);
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
            Handshake handshake = handshakes.get(engine);
            if (handshake == null) {
                throw new CertificateException("no group waits for this certificate");
            }
            handshake.presented(List.of(chain));
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
