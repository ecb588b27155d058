package dev.quiver.quic.trust;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A chooser in the form that TLS stacks ask: QUIC's and JSSE's alike. One serves any number of handshakes. What it answers
 * is told to an observer, because a server that refuses the answer, or the lack of one, only says so later, by an alert.
 *
 * <p>Safe for any thread.
 */
public final class IdentityKeys extends X509ExtendedKeyManager {
    private static final Set<String> QUIC_KEYS = Set.of("RSA", "EC");

    private final IdentityChooser chooser;
    private final TrustContext.Transport transport;
    private final Consumer<IdentityOffer> observer;
    private final ConcurrentMap<String, Identity> chosen = new ConcurrentHashMap<>();

    /** @param observer told of every answer, on the handshake's thread; it must not block */
    public IdentityKeys(IdentityChooser chooser, TrustContext.Transport transport, Consumer<IdentityOffer> observer) {
        this.chooser = Objects.requireNonNull(chooser, "chooser");
        this.transport = Objects.requireNonNull(transport, "transport");
        this.observer = Objects.requireNonNull(observer, "observer");
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine == null) {
            return choose(null, 0, keyTypes, issuers);
        }
        SSLSession session = engine.getHandshakeSession();
        if (engine.getPeerHost() == null && session != null) {
            // QUIC's engines say neither themselves.
            return choose(session.getPeerHost(), session.getPeerPort(), keyTypes, issuers);
        }
        return choose(engine.getPeerHost(), engine.getPeerPort(), keyTypes, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        String host = socket instanceof SSLSocket tls && tls.getHandshakeSession() != null
                ? tls.getHandshakeSession().getPeerHost()
                : null;
        return choose(host, socket == null ? 0 : socket.getPort(), keyTypes, issuers);
    }

    private @Nullable String choose(
            @Nullable String host, int port, String[] keyTypes, Principal @Nullable [] issuers) {
        List<X500Principal> authorities = new ArrayList<>();
        for (Principal issuer : issuers == null ? new Principal[0] : issuers) {
            if (issuer instanceof X500Principal authority) {
                authorities.add(authority);
            }
        }
        IdentityRequest request = new IdentityRequest(
                host == null ? "" : host, Math.max(port, 0), transport, usable(keyTypes), authorities);
        IdentityOffer offer = answer(request);
        observer.accept(offer);
        Identity identity = offer.identity();
        if (identity == null) {
            return null;
        }
        String alias = SpkiPin.of(identity.leaf()).base64() + "/" + Integer.toHexString(identity.hashCode());
        chosen.put(alias, identity);
        return alias;
    }

    private IdentityOffer answer(IdentityRequest request) {
        Identity identity;
        try {
            identity = chooser.choose(request);
        } catch (RuntimeException e) {
            return new IdentityOffer(request, null, "The choice of a client certificate failed: " + e, e);
        }
        String refusal;
        if (identity == null) {
            refusal = "No identity fits what the server asks for: a key of type " + request.keyTypes()
                    + (request.issuers().isEmpty() ? "" : ", issued by one of " + shown(request.issuers())) + ".";
        } else if (!request.acceptsKey(identity)) {
            refusal = "The key of " + identity + " is of a kind that cannot be used here; " + request.keyTypes()
                    + " can.";
        } else if (transport == TrustContext.Transport.QUIC && identity.key().getEncoded() == null) {
            refusal = "The key of " + identity + " does not leave its store, and QUIC needs its encoding.";
        } else {
            return new IdentityOffer(request, identity, null, null);
        }
        return new IdentityOffer(request, null, refusal, null);
    }

    private Set<String> usable(String[] keyTypes) {
        Set<String> types = new TreeSet<>();
        for (String type : keyTypes) {
            if (transport == TrustContext.Transport.TCP || QUIC_KEYS.contains(type)) {
                types.add(type);
            }
        }
        return types;
    }

    private static String shown(List<X500Principal> issuers) {
        List<String> names = issuers.stream().limit(5).map(Shown::name).toList();
        return String.join(", ", names) + (issuers.size() > 5 ? ", …" : "");
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = chosen.get(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = chosen.get(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
