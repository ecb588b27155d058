package dev.quiver.quic.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * An evaluator as the only trust manager of a JDK {@link javax.net.ssl.SSLContext}: the same policy over TCP. JSSE does not
 * add its own checks to it, so the evaluator checks the host, as over QUIC. The handshake waits on its own thread until
 * the verdict is there or the limit has passed; a rejection is thrown as {@link CertificateRejectedException}.
 *
 * <p>Safe for any thread.
 */
public final class JsseTrust extends X509ExtendedTrustManager {
    private final TrustEvaluator evaluator;
    private final Executor executor;
    private final Duration limit;
    private final BiConsumer<TrustContext, TrustVerdict> observer;

    /**
     * A trust manager that asks this evaluator.
     *
     * @param executor where the evaluator runs; it must not be the one thread that the handshake itself blocks
     * @param limit how long a verdict may take
     * @param observer told of every verdict, on the handshake's thread
     */
    public JsseTrust(
            TrustEvaluator evaluator,
            Executor executor,
            Duration limit,
            BiConsumer<TrustContext, TrustVerdict> observer) {
        this.evaluator = Objects.requireNonNull(evaluator, "evaluator");
        this.executor = Objects.requireNonNull(executor, "executor");
        this.limit = Objects.requireNonNull(limit, "limit");
        this.observer = Objects.requireNonNull(observer, "observer");
    }

    /** As above, with nobody told. */
    public JsseTrust(TrustEvaluator evaluator, Executor executor, Duration limit) {
        this(evaluator, executor, limit, (context, verdict) -> {});
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(chain, engine.getHandshakeSession(), engine.getHandshakeApplicationProtocol());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (!(socket instanceof SSLSocket tls)) {
            throw new CertificateException("the host to check is not known without a TLS socket");
        }
        judge(chain, tls.getHandshakeSession(), tls.getHandshakeApplicationProtocol());
    }

    private void judge(X509Certificate[] chain, @Nullable SSLSession session, @Nullable String protocol)
            throws CertificateException {
        String host = session == null ? null : session.getPeerHost();
        if (session == null || host == null || host.isEmpty()) {
            throw new CertificateException("the host to check is not known: create the TLS engine with host and port");
        }
        String alpn = protocol == null || protocol.isEmpty() ? null : protocol;
        TrustContext context =
                new TrustContext(host, session.getPeerPort(), TrustContext.Transport.TCP, List.of(chain), alpn);
        TrustVerdict verdict =
                TrustDecision.decide(evaluator, context, executor, limit).join();
        observer.accept(context, verdict);
        if (verdict instanceof TrustVerdict.Rejected rejected) {
            throw new CertificateRejectedException(context, rejected);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the host to check is not known without a TLS engine or socket");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this judges servers only");
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
