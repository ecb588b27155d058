package dev.quiver.h3.internal.client;

import dev.quiver.h3.internal.auth.Challenge;
import dev.quiver.h3.internal.auth.Credentials;
import dev.quiver.h3.internal.auth.Keyring;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.message.WireRequest;
import java.io.IOException;
import java.net.Authenticator;
import java.net.Authenticator.RequestorType;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the challenges that one exchange meets (RFC 9110 §11): Basic as the JDK's client does it, and Digest. Used by one
 * thread after another.
 */
final class Authentication {
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_UNAUTHORIZED = 407;
    /** How often credentials are asked for again after the first were not accepted; the JDK's property and default. */
    private static final int RETRIES = Integer.getInteger("jdk.httpclient.auth.retrylimit", 3);

    private final @Nullable Authenticator authenticator;
    private final Keyring keyring;
    private @Nullable Answer toServer;
    private @Nullable Answer toProxy;

    private record Answer(Keyring.Place place, Credentials credentials, boolean remembered, int retries) {}

    Authentication(@Nullable Authenticator authenticator, Keyring keyring) {
        this.authenticator = authenticator;
        this.keyring = keyring;
    }

    /** The request with the credentials that are known to be wanted. */
    WireRequest prepared(WireRequest request, @Nullable Proxy proxy) {
        WireRequest ready = request;
        if (authenticator == null) {
            return ready;
        }
        if (!own(request, "authorization")) {
            toServer = answer(toServer, server(request));
            if (toServer != null) {
                ready = ready.withField(
                        "Authorization", toServer.credentials.value(request.method(), path(request.uri())));
            }
        }
        if (proxy != null && !own(request, "proxy-authorization")) {
            toProxy = answer(toProxy, proxy(proxy));
            if (toProxy != null) {
                ready = ready.withField("Proxy-Authorization", proxyValue(toProxy.credentials, request));
            }
        }
        return ready;
    }

    /** What was found for this place before, or on an earlier exchange. */
    private @Nullable Answer answer(@Nullable Answer current, Keyring.Place place) {
        if (current != null && current.place.equals(place)) {
            return current;
        }
        Credentials known = keyring.find(place);
        return known == null ? null : new Answer(place, known, true, 0);
    }

    private static boolean own(WireRequest request, String name) {
        return request.headers().firstValue(name).isPresent();
    }

    /**
     * Whether the request is to be sent again with what {@link #prepared} now adds. Asks the authenticator, which may
     * block.
     *
     * @throws IOException if a challenge is missing, or credentials, or they were refused too often
     */
    boolean again(WireRequest request, int status, Supplier<HttpHeaders> headers, @Nullable Proxy proxy)
            throws IOException {
        if (authenticator == null) {
            return false;
        }
        boolean byProxy = status == PROXY_UNAUTHORIZED;
        if (status != UNAUTHORIZED && !byProxy) {
            accepted(toServer);
            accepted(toProxy);
            return false;
        }
        if (byProxy && proxy == null || own(request, byProxy ? "proxy-authorization" : "authorization")) {
            return false;
        }
        String name = byProxy ? "proxy-authenticate" : "www-authenticate";
        List<String> lines = headers.get().allValues(name);
        if (lines.isEmpty()) {
            throw new IOException(name + " is missing from a response " + status + " (RFC 9110 §15.5)");
        }
        Challenge challenge = best(Challenge.parse(lines));
        if (challenge == null || byProxy && tunnelForbids(request, challenge)) {
            return false;
        }
        Answer next = next(byProxy ? toProxy : toServer, challenge, request, byProxy ? proxy : null);
        if (byProxy) {
            toProxy = next;
        } else {
            toServer = next;
        }
        return true;
    }

    private void accepted(@Nullable Answer answer) {
        if (answer != null && !answer.remembered) {
            keyring.keep(answer.place, answer.credentials);
        }
    }

    /** Digest keeps the password to itself; Basic is for servers that know no better. */
    private static @Nullable Challenge best(List<Challenge> all) {
        Challenge basic = null;
        for (Challenge one : all) {
            if (Credentials.answerable(one)) {
                if (!one.is("Basic")) {
                    return one;
                }
                basic = basic == null ? one : basic;
            }
        }
        return basic;
    }

    /** The JDK's client sends no such credentials through a tunnel, and so would be asked for ever. */
    private static boolean tunnelForbids(WireRequest request, Challenge challenge) {
        if (!"https".equalsIgnoreCase(request.uri().getScheme())) {
            return false;
        }
        for (String scheme : System.getProperty("jdk.http.auth.tunneling.disabledSchemes", "Basic")
                .split(",", -1)) {
            if (challenge.is(scheme.strip())) {
                return true;
            }
        }
        return false;
    }

    private Answer next(@Nullable Answer tried, Challenge challenge, WireRequest request, @Nullable Proxy proxy)
            throws IOException {
        Keyring.Place place = proxy == null ? server(request) : proxy(proxy);
        int retries = 0;
        if (tried != null && tried.place.equals(place)) {
            retries = tried.remembered ? 0 : tried.retries + 1;
            keyring.forget(tried.credentials);
            if (retries > RETRIES + 1) {
                throw new IOException("too many authentication attempts at " + place.peer() + ": " + RETRIES);
            }
            if ("true".equalsIgnoreCase(challenge.parameter("stale"))) {
                // RFC 7616 §3.3: the nonce was too old, not the password wrong.
                return new Answer(place, tried.credentials.under(challenge), false, retries);
            }
        }
        PasswordAuthentication password = ask(challenge, request.uri(), proxy);
        if (password == null) {
            throw new IOException("no credentials were provided for " + place.peer() + " (\"" + challenge.realm()
                    + "\"); the client's authenticator was asked");
        }
        return new Answer(place, new Credentials(challenge, password), false, retries);
    }

    private @Nullable PasswordAuthentication ask(Challenge challenge, URI uri, @Nullable Proxy proxy)
            throws MalformedURLException {
        Authenticator asked = authenticator;
        if (asked == null) {
            return null;
        }
        URL url = uri.toURL();
        InetSocketAddress address = proxy == null ? null : (InetSocketAddress) proxy.address();
        int port = uri.getPort() < 0 ? url.getDefaultPort() : uri.getPort();
        return asked.requestPasswordAuthenticationInstance(
                address == null ? uri.getHost() : address.getHostString(),
                null,
                address == null ? port : address.getPort(),
                uri.getScheme(),
                challenge.realm(),
                // In lower case, as the JDK's client says it.
                challenge.scheme().toLowerCase(Locale.ROOT),
                url,
                proxy == null ? RequestorType.SERVER : RequestorType.PROXY);
    }

    // ---- places and targets

    private static Keyring.Place server(WireRequest request) {
        String path = request.uri().getRawPath();
        int slash = path == null ? -1 : path.lastIndexOf('/');
        return new Keyring.Place(
                OriginKey.of(request.uri()).toString(), slash < 0 || path == null ? "/" : path.substring(0, slash + 1));
    }

    private static Keyring.Place proxy(Proxy proxy) {
        return new Keyring.Place("proxy " + proxy.address(), "");
    }

    private static String proxyValue(Credentials credentials, WireRequest request) {
        URI uri = request.uri();
        if (uri.getScheme().toLowerCase(Locale.ROOT).equals("https")) {
            return credentials.value("CONNECT", uri.getHost() + ":" + (uri.getPort() < 0 ? 443 : uri.getPort()));
        }
        return credentials.value(request.method(), uri.toString());
    }

    private static String path(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
