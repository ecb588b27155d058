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
import java.util.Locale;
import java.util.Map;
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

        /** A line of the key log in NSS's format; only where early data is on. */
        void keyLog(String line);
    }

    private final Policy policy;
    private final QuicSslContext context;
    private final Map<SSLEngine, Handshake> handshakes = new ConcurrentHashMap<>();
    /** Judged peers, with the streams that each allows at first: what a resumed session may open before it answers. */
    private final Map<String, Long> proven = new ConcurrentHashMap<>();

    /** What a protocol wants to know of a peer when it resumes a session with it; gone with this context's tickets. */
    private final Map<String, Object> kept = new ConcurrentHashMap<>();

    /** How many handshakes with a peer went on while its certificate is being judged. */
    private final Map<String, Integer> unjudged = new ConcurrentHashMap<>();

    private volatile boolean spoilt;

    ClientTls(Policy policy) {
        this.policy = policy;
        this.context = newContext();
    }

    /**
     * What the context calls must not lead back to it: native code holds on to the former until the latter is collected.
     */
    private QuicSslContext newContext() {
        Map<SSLEngine, Handshake> waiting = handshakes;
        IdentityChooser identity = policy.identity();
        // Nobody is shown by default; the key manager is there to hear that a server asks.
        QuicSslContextBuilder builder = SignatureAlgorithms.allowed(QuicSslContextBuilder.forClient())
                .trustManager(new Noting(waiting))
                .keyManager(
                        new ObservedKeys(
                                identity == null ? IdentityChooser.none() : identity,
                                (engine, offer) -> wanted(waiting, engine, offer)),
                        null)
                .applicationProtocols(policy.alpn().toArray(String[]::new));
        Path keyLog = policy.keyLog();
        KeyLogFile file = keyLog == null ? null : new KeyLogFile(keyLog);
        if (policy.earlyData()) {
            builder.earlyData(true).keylog((engine, line) -> {
                Handshake handshake = waiting.get(engine);
                if (handshake != null) {
                    handshake.keyLog(line);
                }
                if (file != null) {
                    file.append(line);
                }
            });
        } else if (file != null) {
            builder.keylog((engine, line) -> file.append(line));
        }
        return builder.build();
    }

    /**
     * An engine whose handshake is told to its owner, on the event loop. While a peer of this name is being judged, or
     * was found wanting, its tickets may be in the context: then the engine gets a context of its own, without any.
     */
    QuicSslEngine newEngine(ByteBufAllocator alloc, String host, int port, Handshake handshake) {
        boolean clean = !spoilt && !unjudged.containsKey(key(host, port));
        QuicSslEngine engine = (clean ? context : newContext()).newEngine(alloc, host, port);
        handshakes.put(engine, handshake);
        return engine;
    }

    private static void wanted(Map<SSLEngine, Handshake> waiting, @Nullable SSLEngine engine, IdentityOffer offer) {
        Handshake handshake = engine == null ? null : waiting.get(engine);
        if (handshake != null) {
            handshake.identityWanted(offer);
        }
    }

    void forget(SSLEngine engine) {
        handshakes.remove(engine);
    }

    /** Notes that a handshake goes on with a peer that is being judged. */
    void judging(String host, int port) {
        unjudged.merge(key(host, port), 1, Integer::sum);
    }

    /** Notes that the peer that was being judged is trusted. */
    void judged(String host, int port) {
        unjudged.computeIfPresent(key(host, port), (k, n) -> n == 1 ? null : n - 1);
    }

    /** A peer was rejected, or never judged: its ticket may be here, and no ticket can be taken out. */
    void spoil() {
        spoilt = true;
    }

    boolean isSpoilt() {
        return spoilt;
    }

    /** Notes that this peer is trusted under this context's policy, and how many streams it allows at first. */
    void markProven(String host, int port, long bidirectionalStreams) {
        proven.put(key(host, port), bidirectionalStreams);
    }

    /** Whether a session resumed with this peer rests on a verdict. */
    boolean isProven(String host, int port) {
        return proven.containsKey(key(host, port));
    }

    /** How many bidirectional streams this peer allowed at first when it was last met. */
    long streamsAllowed(String host, int port) {
        return proven.getOrDefault(key(host, port), 0L);
    }

    /** Keeps this beside the peer's tickets, in place of what was kept. */
    void keep(String host, int port, Object state) {
        kept.put(key(host, port), state);
    }

    /** What was kept when this peer was last met, or null. */
    @Nullable
    Object kept(String host, int port) {
        return kept.get(key(host, port));
    }

    /** Takes out the peer's tickets, and what was kept beside them. */
    void dropTickets(String host, int port, SSLEngine engine) {
        engine.getSession().invalidate();
        kept.remove(key(host, port));
    }

    private static String key(String host, int port) {
        return host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static final class Noting extends X509ExtendedTrustManager {
        private final Map<SSLEngine, Handshake> handshakes;

        private Noting(Map<SSLEngine, Handshake> handshakes) {
            this.handshakes = handshakes;
        }

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
