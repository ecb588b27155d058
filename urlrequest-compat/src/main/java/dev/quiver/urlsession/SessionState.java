package dev.quiver.urlsession;

import dev.quiver.h3.internal.auth.Keyring;
import dev.quiver.urlsession.internal.cookie.CookieStore;
import dev.quiver.urlsession.internal.cookie.RequestContext;
import dev.quiver.urlsession.internal.hsts.HstsMemory;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a session remembers of servers for each of a task's loads: cookies go with the request and come with the response,
 * what a challenge was answered with goes where it was accepted, hosts that asked for TLS alone are not asked in the clear. Thread-safe.
 */
final class SessionState {
    private final CookieStore cookies;
    private final HstsMemory hsts;
    private final StateSettings settings;
    private final UrlCredentialStorage credentials;
    private final @Nullable ProxySelector proxies;
    private final boolean clientHasCookies;
    /** Goes unasked where it was accepted before. */
    private volatile Keyring keyring = new Keyring();
    /** Whose certificates the delegate called good where nobody else did: what they say of TLS is not to be kept. */
    private final Set<String> vouchedFor = ConcurrentHashMap.newKeySet();

    /**
     * State by a configuration.
     *
     * @param clientHasCookies whether the client below has a cookie handler of its own, which then does it all
     * @param proxies which proxies the client below uses, so that their challenges can be told apart; null for the default
     */
    SessionState(StateSettings settings, boolean clientHasCookies, @Nullable ProxySelector proxies) {
        this.settings = settings;
        this.proxies = proxies;
        UrlCredentialStorage given = settings.credentialStorage();
        this.credentials = given == null ? UrlCredentialStorage.inMemory() : given;
        this.cookies = settings.cookieStorage().store();
        this.hsts = settings.hstsStore().memory();
        this.clientHasCookies = clientHasCookies;
    }

    /** A new task's part in authentication. */
    AuthenticationDialog dialog() {
        return new AuthenticationDialog(credentials, keyring, proxies);
    }

    /** Forgets cookies and credentials. */
    void reset() {
        keyring = new Keyring();
        credentials.removeAll();
        cookies.removeIf(each -> true);
    }

    /** The URL to load in place of this one (RFC 6797 §8.3). */
    URI upgraded(URI url) {
        return hsts.upgraded(url);
    }

    /** The delegate answered for this host's certificates. */
    void vouchedFor(String host) {
        vouchedFor.add(host);
    }

    /**
     * The fields of a request with its cookies; with none added where it names some itself.
     *
     * @param first what the task began with
     */
    HttpHeaders fields(UrlRequest request, URI first, HttpHeaders fields) {
        if (clientHasCookies
                || !settings.setsCookies()
                || !request.httpShouldHandleCookies()
                || fields.firstValue("cookie").isPresent()) {
            return fields;
        }
        String cookie = cookies.field(context(request, request.url(), first));
        if (cookie.isEmpty()) {
            return fields;
        }
        Map<String, List<String>> all = new HashMap<>(fields.map());
        all.put("cookie", List.of(cookie));
        return HttpHeaders.of(all, (name, value) -> true);
    }

    /** Takes what a response over the network says is to be kept. */
    void received(UrlRequest request, URI url, URI first, HttpHeaders fields) {
        if (!clientHasCookies && request.httpShouldHandleCookies()) {
            cookies.receive(
                    fields.allValues("set-cookie"),
                    url,
                    mainDocument(request),
                    context(request, url, first),
                    settings.acceptPolicy());
        }
        // RFC 6797 §8.1: not over a connection whose certificate somebody had to close an eye to.
        if (url.getHost() == null || !vouchedFor.contains(url.getHost())) {
            hsts.note(url, fields.allValues("strict-transport-security"));
        }
    }

    private RequestContext context(UrlRequest request, URI url, URI first) {
        URI asked = request.mainDocumentUrl().orElse(null);
        // A document that is its own goes where it is sent; another's site is where that is loaded from.
        URI mainDocument = asked == null || asked.equals(first) ? asked : upgraded(asked);
        return RequestContext.of(url, request.httpMethod(), first, mainDocument);
    }

    private static @Nullable URI mainDocument(UrlRequest request) {
        return request.mainDocumentUrl().orElse(null);
    }
}
