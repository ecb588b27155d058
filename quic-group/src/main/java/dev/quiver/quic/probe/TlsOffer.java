package dev.quiver.quic.probe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** What a TLS client over TCP says of itself. */
final class TlsOffer {
    private static final int HOST_NAME = 0;

    private final ProbeTarget target;
    private final List<String> alpn;

    TlsOffer(ProbeTarget target, List<String> alpn) {
        this.target = target;
        this.alpn = alpn;
    }

    ProbeTarget target() {
        return target;
    }

    /** A context that no session was ever kept in: the handshake is a whole one. */
    static SSLContext newContext(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** The names sent are those that QUIC's TLS sends: none for addresses, none without a dot unless it was given. */
    void applyTo(SSLParameters parameters, boolean withAlpn) {
        String name = serverName();
        parameters.setServerNames(name == null ? List.of() : List.of(new HostName(name)));
        parameters.setApplicationProtocols(withAlpn ? alpn.toArray(String[]::new) : new String[0]);
        parameters.setEndpointIdentificationAlgorithm(null);
    }

    private @Nullable String serverName() {
        if (target.serverName() != null) {
            return target.serverName();
        }
        String host = target.host();
        boolean address = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
        return address || host.indexOf('.') <= 0 || host.endsWith(".") ? null : host;
    }

    /** As it was typed: the JDK's own class refuses names that servers have all the same, such as with underscores. */
    private static final class HostName extends SNIServerName {
        HostName(String name) {
            super(HOST_NAME, name.getBytes(StandardCharsets.UTF_8));
        }
    }
}
