package dev.quiver.quic.trust;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Answers a server's wish for a client certificate. Asked once or more in a handshake, and only by servers that want one;
 * on a thread that carries the handshake, so it must not block for long. One that throws has chosen none.
 */
@FunctionalInterface
public interface IdentityChooser {
    /** The identity to show to this server, or null for none. */
    @Nullable
    Identity choose(IdentityRequest request);

    /** The first of these that the server can use, none otherwise. */
    static IdentityChooser of(Identity... identities) {
        return new Listed(List.of(identities));
    }

    /** Nobody. */
    static IdentityChooser none() {
        return new Listed(List.of());
    }

    /** What a JDK key manager chooses. */
    static IdentityChooser ofKeyManager(X509KeyManager manager) {
        return new OfJavaKeys(manager);
    }

    /** Only for this host; others are shown nothing. */
    default IdentityChooser onlyFor(String host) {
        return new ForOneHost(this, PeerName.of(host).text());
    }

    /** The identities in order of preference. */
    record Listed(List<Identity> identities) implements IdentityChooser {
        public Listed {
            identities = List.copyOf(identities);
        }

        @Override
        public @Nullable Identity choose(IdentityRequest request) {
            return identities.stream().filter(request::accepts).findFirst().orElse(null);
        }
    }

    /** Asks another for one host. */
    record ForOneHost(IdentityChooser chooser, String host) implements IdentityChooser {
        @Override
        public @Nullable Identity choose(IdentityRequest request) {
            return PeerName.of(request.host()).text().equalsIgnoreCase(host) ? chooser.choose(request) : null;
        }
    }

    /** Asks a key manager for an alias and takes its key and chain. */
    record OfJavaKeys(X509KeyManager manager) implements IdentityChooser {
        public OfJavaKeys {
            Objects.requireNonNull(manager, "manager");
        }

        @Override
        public @Nullable Identity choose(IdentityRequest request) {
            String[] types = request.keyTypes().toArray(String[]::new);
            X509Certificate[] none = {};
            String alias = manager instanceof X509ExtendedKeyManager extended
                    ? extended.chooseEngineClientAlias(types, issuers(request), (SSLEngine) null)
                    : manager.chooseClientAlias(types, issuers(request), (Socket) null);
            if (alias == null) {
                return null;
            }
            PrivateKey key = manager.getPrivateKey(alias);
            X509Certificate[] chain = Objects.requireNonNullElse(manager.getCertificateChain(alias), none);
            return key == null || chain.length == 0 ? null : new Identity(key, List.of(chain));
        }

        private static Principal @Nullable [] issuers(IdentityRequest request) {
            return request.issuers().isEmpty() ? null : request.issuers().toArray(Principal[]::new);
        }
    }
}
