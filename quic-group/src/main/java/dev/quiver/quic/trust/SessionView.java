package dev.quiver.quic.trust;

import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/** The little that a trust manager asks of a handshake session: the host, TLS 1.3 and the signatures we take. */
final class SessionView extends ExtendedSSLSession {
    /** The certificate signatures that the JDK's TLS client takes; the disabled ones are struck out by the JDK itself. */
    private static final List<String> SIGNATURES = List.of(
            "SHA256withECDSA",
            "SHA384withECDSA",
            "SHA512withECDSA",
            "Ed25519",
            "Ed448",
            "RSASSA-PSS",
            "SHA256withRSA",
            "SHA384withRSA",
            "SHA512withRSA",
            "SHA256withDSA",
            "SHA224withECDSA",
            "SHA224withRSA",
            "SHA224withDSA",
            "SHA1withECDSA",
            "SHA1withRSA",
            "SHA1withDSA");

    private final String host;
    private final int port;
    private final List<X509Certificate> presented;
    private final ConcurrentMap<String, Object> values = new ConcurrentHashMap<>();
    private final long created = System.currentTimeMillis();

    SessionView(String host, int port, List<X509Certificate> presented) {
        this.host = host;
        this.port = port;
        this.presented = presented;
    }

    @Override
    public String[] getLocalSupportedSignatureAlgorithms() {
        return SIGNATURES.toArray(String[]::new);
    }

    @Override
    public String[] getPeerSupportedSignatureAlgorithms() {
        return SIGNATURES.toArray(String[]::new);
    }

    @Override
    public List<SNIServerName> getRequestedServerNames() {
        return List.of();
    }

    @Override
    public List<byte[]> getStatusResponses() {
        return List.of();
    }

    @Override
    public byte[] getId() {
        return new byte[0];
    }

    @Override
    public @Nullable SSLSessionContext getSessionContext() {
        return null;
    }

    @Override
    public long getCreationTime() {
        return created;
    }

    @Override
    public long getLastAccessedTime() {
        return created;
    }

    @Override
    public void invalidate() {}

    @Override
    public boolean isValid() {
        return true;
    }

    @Override
    public void putValue(String name, Object value) {
        values.put(name, value);
    }

    @Override
    public @Nullable Object getValue(String name) {
        return values.get(name);
    }

    @Override
    public void removeValue(String name) {
        values.remove(name);
    }

    @Override
    public String[] getValueNames() {
        return values.keySet().toArray(String[]::new);
    }

    @Override
    public Certificate[] getPeerCertificates() {
        return presented.toArray(Certificate[]::new);
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        return null;
    }

    @Override
    public Principal getPeerPrincipal() {
        return presented.get(0).getSubjectX500Principal();
    }

    @Override
    public @Nullable Principal getLocalPrincipal() {
        return null;
    }

    @Override
    public String getCipherSuite() {
        return "TLS_AES_128_GCM_SHA256";
    }

    @Override
    public String getProtocol() {
        return "TLSv1.3";
    }

    @Override
    public String getPeerHost() {
        return host;
    }

    @Override
    public int getPeerPort() {
        return port;
    }

    @Override
    public int getPacketBufferSize() {
        return 16_709;
    }

    @Override
    public int getApplicationBufferSize() {
        return 16_384;
    }
}
