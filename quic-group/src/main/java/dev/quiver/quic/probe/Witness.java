package dev.quiver.quic.probe;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Keeps the chain and goes on with whoever it is: nothing is told to the server and nothing taken from it. */
final class Witness extends X509ExtendedTrustManager {
    private volatile X509Certificate @Nullable [] chain;

    X509Certificate @Nullable [] chain() {
        return chain;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String authType, Socket socket) {
        chain = certificates.clone();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String authType, SSLEngine engine) {
        chain = certificates.clone();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String authType) {
        chain = certificates.clone();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String authType) {
        throw new UnsupportedOperationException("a client judges servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String authType, Socket socket) {
        checkClientTrusted(certificates, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String authType, SSLEngine engine) {
        checkClientTrusted(certificates, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
