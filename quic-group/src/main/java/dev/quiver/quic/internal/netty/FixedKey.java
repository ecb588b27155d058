package dev.quiver.quic.internal.netty;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Presents one chain exactly as given, whatever it is worth: a key store would refuse or reorder it. */
final class FixedKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "quiver";

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    FixedKey(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain;
    }

    /** The one alias when the peer can check this kind of key: the TLS library asks once for each kind, by name. */
    private @Nullable String aliasFor(@Nullable String keyType) {
        if (keyType == null) {
            return null;
        }
        String algorithm = key.getAlgorithm();
        // Ed25519 keys, "EdDSA" to the JDK, are asked for with the other elliptic curves.
        boolean same = keyType.startsWith(algorithm) || algorithm.equals("EdDSA") && keyType.equals("EC");
        return same ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        for (String type : keyTypes) {
            if (aliasFor(type) != null) {
                return ALIAS;
            }
        }
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        for (String type : keyTypes) {
            if (aliasFor(type) != null) {
                return ALIAS;
            }
        }
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }
}
