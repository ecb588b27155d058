package dev.quiver.benchmarks.peers.flupke;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Judges by the chain alone. flupke names RSA as the key exchange, as TLS 1.2 had it, so that the JDK refuses a leaf whose
 * key only signs; which is all that TLS 1.3 wants of it (RFC 8446 §4.4.2.2).
 */
record AnyKeyExchange(X509TrustManager judge) implements X509TrustManager {
    private static final String TLS_1_3 = "UNKNOWN";

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkClientTrusted(chain, TLS_1_3);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkServerTrusted(chain, TLS_1_3);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
