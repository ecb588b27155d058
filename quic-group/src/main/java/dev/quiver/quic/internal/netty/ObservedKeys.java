package dev.quiver.quic.internal.netty;

import dev.quiver.quic.trust.IdentityChooser;
import dev.quiver.quic.trust.IdentityKeys;
import dev.quiver.quic.trust.IdentityOffer;
import dev.quiver.quic.trust.TrustContext;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** A chooser's keys for QUIC, which also tell which engine's handshake was asked. */
final class ObservedKeys extends X509ExtendedKeyManager {
    private final ThreadLocal<IdentityOffer> latest = new ThreadLocal<>();
    private final IdentityKeys keys;
    private final BiConsumer<@Nullable SSLEngine, IdentityOffer> observer;

    ObservedKeys(IdentityChooser chooser, BiConsumer<@Nullable SSLEngine, IdentityOffer> observer) {
        this.keys = new IdentityKeys(chooser, TrustContext.Transport.QUIC, latest::set);
        this.observer = observer;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        String alias = keys.chooseEngineClientAlias(keyTypes, issuers, engine);
        IdentityOffer offer = latest.get();
        if (offer != null) {
            latest.remove();
            observer.accept(engine, offer);
        }
        return alias;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return keys.chooseClientAlias(keyTypes, issuers, socket);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return keys.getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys.getPrivateKey(alias);
    }
}
