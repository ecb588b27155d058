package dev.quiver.cli.compare;

import dev.quiver.cli.transfer.ClientFactory;
import dev.quiver.cli.transfer.ClientSettings;
import dev.quiver.cli.transfer.TransferException;
import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.JsseTrust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** For clients over TCP the same trust, pins and identity as Quiver has, by the same evaluator. Safe for any thread. */
final class TcpTls implements AutoCloseable {
    private static final char[] NO_PASSWORD = new char[0];

    private final ExecutorService judges;
    private final JsseTrust trust;
    private final @Nullable Identity identity;

    TcpTls(ClientFactory factory, ClientSettings settings) throws TransferException {
        judges = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "compare-trust");
            thread.setDaemon(true);
            return thread;
        });
        trust = new JsseTrust(factory.trust(), judges, settings.connectTimeout());
        identity = factory.identity();
    }

    /** Whom to trust. */
    JsseTrust trust() {
        return trust;
    }

    /** A new context, which has no session to resume. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK makes no TLS context", e);
        }
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
        if (identity == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", identity.key(), NO_PASSWORD, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    @Override
    public void close() {
        judges.shutdown();
    }
}
