package dev.quiver.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trust in one certificate and nothing else, in the forms that clients want it in. */
public final class Anchors {
    private Anchors() {}

    /** A key store with this certificate. */
    public static KeyStore keyStore(Path pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            store.setCertificateEntry(
                    "anchor", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        return store;
    }

    /** The JDK's trust manager over it. */
    public static X509TrustManager trustManager(Path pem) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore(pem));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager wanted) {
                return wanted;
            }
        }
        throw new GeneralSecurityException("the JDK made no X.509 trust manager");
    }

    /** A TLS context that trusts it. */
    public static SSLContext context(Path pem) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trustManager(pem)}, null);
        return context;
    }
}
