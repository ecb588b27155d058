package dev.quiver.h3.internal.tcp;

import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.JsseTrust;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's TLS under the client's own trust and identity. */
public final class TcpTls {
    private TcpTls() {}

    /**
     * A context for the JDK's client.
     *
     * @param patience how long a trust verdict may take
     */
    public static SSLContext context(TrustEvaluator trust, @Nullable Identity identity, Duration patience) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(identity), new TrustManager[] {new JsseTrust(trust, TcpTls::onItsOwn, patience)}, null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("this JVM's TLS cannot be set up: " + broken.getMessage(), broken);
        }
    }

    /** The handshake waits on a thread of the caller's executor: the evaluator must not need another one of it. */
    private static void onItsOwn(Runnable evaluation) {
        Thread thread = new Thread(null, evaluation, "quiver-h3-trust", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private static KeyManager @Nullable [] keys(@Nullable Identity identity)
            throws GeneralSecurityException, IOException {
        if (identity == null) {
            return null;
        }
        char[] password = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("identity", identity.key(), password, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }
}
