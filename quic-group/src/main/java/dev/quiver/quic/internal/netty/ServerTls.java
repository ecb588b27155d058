package dev.quiver.quic.internal.netty;

import dev.quiver.quic.ListenerOptions;
import dev.quiver.quic.trust.TrustContext;
import dev.quiver.quic.trust.TrustDecision;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslCertificateException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A listener's TLS: the chain it presents and, where it wants to know its clients, their judge. */
final class ServerTls {
    private static final Duration VERDICT_LIMIT = Duration.ofSeconds(5);

    private final ListenerOptions options;
    private final QuicSslContext context;
    private final Map<SSLEngine, QuicChannel> channels = new ConcurrentHashMap<>();
    private final Map<QuicChannel, List<X509Certificate>> clients = new ConcurrentHashMap<>();

    ServerTls(ListenerOptions options) {
        this.options = options;
        QuicSslContextBuilder builder = SignatureAlgorithms.allowed(
                        QuicSslContextBuilder.forServer(new FixedKey(options.key(), options.chain()), null))
                .applicationProtocols(options.alpn().toArray(String[]::new));
        if (options.earlyData()) {
            builder.earlyData(true);
        }
        TrustEvaluator trust = options.clientTrust();
        if (trust != null) {
            builder.trustManager(new Judge(trust, options.executor(), channels, clients))
                    .clientAuth(options.clientCertificateRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
        }
        this.context = builder.build();
    }

    QuicSslEngine newEngine(QuicChannel channel) {
        QuicSslEngine engine = context.newEngine(channel.alloc());
        if (options.clientTrust() != null) {
            channels.put(engine, channel);
            channel.closeFuture().addListener(f -> {
                channels.remove(engine);
                clients.remove(channel);
            });
        }
        return engine;
    }

    /** What the client presented in this handshake; empty when nothing, or when it resumed. */
    List<X509Certificate> client(QuicChannel channel) {
        return clients.getOrDefault(channel, List.of());
    }

    /** Must not lead back to the context: native code holds on to this until that is collected. */
    private static final class Judge extends X509ExtendedTrustManager {
        private final TrustEvaluator trust;
        private final Executor executor;
        private final Map<SSLEngine, QuicChannel> channels;
        private final Map<QuicChannel, List<X509Certificate>> clients;

        private Judge(
                TrustEvaluator trust,
                Executor executor,
                Map<SSLEngine, QuicChannel> channels,
                Map<QuicChannel, List<X509Certificate>> clients) {
            this.trust = trust;
            this.executor = executor;
            this.channels = channels;
            this.clients = clients;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            QuicChannel channel = channels.get(engine);
            if (channel == null || !(channel.remoteSocketAddress() instanceof InetSocketAddress remote)) {
                throw new CertificateException("no group waits for this certificate");
            }
            List<X509Certificate> presented = List.of(chain);
            clients.put(channel, presented);
            TrustContext context = new TrustContext(
                    remote.getAddress().getHostAddress(),
                    remote.getPort(),
                    TrustContext.Transport.QUIC,
                    presented,
                    null);
            TrustVerdict verdict = TrustDecision.decide(trust, context, executor, VERDICT_LIMIT)
                    .join();
            if (verdict instanceof TrustVerdict.Rejected rejected) {
                throw new OpenSslCertificateException(rejected.reason(), VerifyError.selecting(rejected.alert()));
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("only a listener's own handshake is judged here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("a listener judges clients only");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
