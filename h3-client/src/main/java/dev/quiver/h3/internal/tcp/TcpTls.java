package dev.quiver.h3.internal.tcp;

import dev.quiver.quic.trust.IdentityChooser;
import dev.quiver.quic.trust.IdentityKeys;
import dev.quiver.quic.trust.JsseTrust;
import dev.quiver.quic.trust.TrustContext;
import dev.quiver.quic.trust.TrustEvaluator;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's TLS under the client's own trust and identity. One context for each: the JDK resumes sessions within a context,
 * and never under another policy than the one that judged them. Safe to use from any thread.
 */
public final class TcpTls {
    /** How many verdicts are being waited for, by peer. */
    private final ConcurrentMap<String, Integer> judging = new ConcurrentHashMap<>();

    private final SSLContext context;

    /** @param connectLimit the JDK's client's limit on connecting, TLS included: a verdict takes a little less */
    public TcpTls(TrustEvaluator trust, @Nullable IdentityChooser identity, Duration connectLimit) {
        // Else the JDK would give up first, and say that there was no connection.
        Duration patience = connectLimit.multipliedBy(9).dividedBy(10);
        TrustEvaluator noted = asked -> {
            judging.merge(key(asked), 1, Integer::sum);
            return trust.evaluate(asked);
        };
        JsseTrust judge = new JsseTrust(
                noted,
                TcpTls::onItsOwn,
                patience,
                (asked, verdict) ->
                        judging.computeIfPresent(key(asked), (key, count) -> count == 1 ? null : count - 1));
        KeyManager[] keys = identity == null
                ? null
                : new KeyManager[] {new IdentityKeys(identity, TrustContext.Transport.TCP, offer -> {})};
        try {
            context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {judge}, null);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this JVM's TLS cannot be set up: " + broken.getMessage(), broken);
        }
    }

    /** For the JDK's client. */
    public SSLContext context() {
        return context;
    }

    /** Whether this peer's certificate is being judged: then it is the verdict that a handshake waits for. */
    boolean judges(String host, int port) {
        return judging.containsKey(key(host, port));
    }

    private static String key(TrustContext asked) {
        return key(asked.host(), asked.port());
    }

    private static String key(String host, int port) {
        return host.toLowerCase(Locale.ROOT) + ' ' + port;
    }

    /** The handshake waits on a thread of the caller's executor: the evaluator must not need another one of it. */
    private static void onItsOwn(Runnable evaluation) {
        Thread thread = new Thread(null, evaluation, "quiver-h3-trust", 0, false);
        thread.setDaemon(true);
        thread.start();
    }
}
