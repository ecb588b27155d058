package dev.quiver.quic.trust;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A TLS 1.3 client in the middle of its handshake, as far as a trust manager can tell. It moves no bytes. */
final class EngineView extends SSLEngine {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
    };

    private final SessionView session;
    private final @Nullable String identification;

    /** @param identification {@code HTTPS} to have the host name checked, null to leave it */
    EngineView(TrustContext context, @Nullable String identification) {
        this(PeerName.of(context.host()).text(), context.port(), context.presented(), identification);
    }

    private EngineView(String host, int port, List<X509Certificate> presented, @Nullable String identification) {
        super(host, port);
        this.session = new SessionView(host, port, presented);
        this.identification = identification;
    }

    @Override
    public SSLParameters getSSLParameters() {
        SSLParameters parameters = new SSLParameters(SUITES, PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm(identification);
        return parameters;
    }

    @Override
    public SSLSession getHandshakeSession() {
        return session;
    }

    @Override
    public SSLSession getSession() {
        return session;
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return SUITES.clone();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return SUITES.clone();
    }

    @Override
    public String[] getSupportedProtocols() {
        return PROTOCOLS.clone();
    }

    @Override
    public String[] getEnabledProtocols() {
        return PROTOCOLS.clone();
    }

    @Override
    public boolean getUseClientMode() {
        return true;
    }

    @Override
    public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
        return SSLEngineResult.HandshakeStatus.NEED_TASK;
    }

    @Override
    public boolean getNeedClientAuth() {
        return false;
    }

    @Override
    public boolean getWantClientAuth() {
        return false;
    }

    @Override
    public boolean getEnableSessionCreation() {
        return true;
    }

    @Override
    public boolean isInboundDone() {
        return false;
    }

    @Override
    public boolean isOutboundDone() {
        return false;
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return null;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) {
        throw immutable();
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) {
        throw immutable();
    }

    @Override
    public void closeInbound() {
        throw immutable();
    }

    @Override
    public void closeOutbound() {
        throw immutable();
    }

    @Override
    public void beginHandshake() {
        throw immutable();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        throw immutable();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        throw immutable();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        throw immutable();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        throw immutable();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        throw immutable();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        throw immutable();
    }

    private static UnsupportedOperationException immutable() {
        return new UnsupportedOperationException("a trust manager can only look at this handshake");
    }
}
