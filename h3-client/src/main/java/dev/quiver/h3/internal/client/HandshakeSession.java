package dev.quiver.h3.internal.client;

import dev.quiver.quic.HandshakeReport;
import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/** The TLS session of a QUIC connection as far as its handshake's report tells; what it does not tell is empty. */
record HandshakeSession(HandshakeReport report) implements SSLSession {
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
        return 0;
    }

    @Override
    public long getLastAccessedTime() {
        return 0;
    }

    @Override
    public void invalidate() {
        throw new UnsupportedOperationException("clear the client's SessionCache");
    }

    @Override
    public boolean isValid() {
        return true;
    }

    @Override
    public void putValue(String name, Object value) {
        throw new UnsupportedOperationException("a report keeps no values");
    }

    @Override
    public @Nullable Object getValue(String name) {
        return null;
    }

    @Override
    public void removeValue(String name) {}

    @Override
    public String[] getValueNames() {
        return new String[0];
    }

    @Override
    public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
        if (report.presentedChain().isEmpty()) {
            throw new SSLPeerUnverifiedException("the session was resumed: no certificate was presented");
        }
        return report.presentedChain().toArray(Certificate[]::new);
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        return null;
    }

    @Override
    public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        return ((X509Certificate) getPeerCertificates()[0]).getSubjectX500Principal();
    }

    @Override
    public @Nullable Principal getLocalPrincipal() {
        return null;
    }

    @Override
    public String getCipherSuite() {
        String suite = report.cipherSuite();
        return suite == null ? "UNKNOWN" : suite;
    }

    @Override
    public String getProtocol() {
        // RFC 9001 §4.2: QUIC has no other.
        return "TLSv1.3";
    }

    @Override
    public String getPeerHost() {
        return report.host();
    }

    @Override
    public int getPeerPort() {
        return report.port();
    }

    @Override
    public int getPacketBufferSize() {
        return 0;
    }

    @Override
    public int getApplicationBufferSize() {
        return 0;
    }
}
