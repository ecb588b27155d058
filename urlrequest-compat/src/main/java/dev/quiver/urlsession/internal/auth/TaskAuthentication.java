package dev.quiver.urlsession.internal.auth;

import dev.quiver.h3.internal.auth.Challenge;
import dev.quiver.h3.internal.auth.Credentials;
import dev.quiver.h3.internal.auth.Digest;
import dev.quiver.h3.internal.auth.Keyring;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The challenges that one task meets, and what it answers (RFC 9110 §11). Knows no delegate and waits for nothing: who has
 * the task's turn asks it what there is to answer, and tells it the answer. Not thread-safe.
 */
public final class TaskAuthentication {
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_UNAUTHORIZED = 407;

    /** A server whose nonces are all too old does not know what it wants. */
    private static final int MOST_REFRESHED = 3;

    private final Keyring keyring;
    private final Side server = new Side("Authorization");
    private final Side proxy = new Side("Proxy-Authorization");

    /** One of the two that may ask. */
    private static final class Side {
        final String field;
        Keyring.@Nullable Place place;

        @Nullable
        Credentials answer;

        boolean keep;
        /** Whether it is from the keyring: wrong then without anybody having been asked. */
        boolean remembered;

        int failures;
        /** How often a nonce was too old in a row. */
        int refreshed;

        Side(String field) {
            this.field = field;
        }
    }

    /** Shares with the other tasks of a session what was accepted. */
    public TaskAuthentication(Keyring keyring) {
        this.keyring = keyring;
    }

    /** The fields that go with a request, beyond its own: what is known to be wanted there. */
    public Map<String, String> fields(URI url, String method, HttpHeaders own) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (own.firstValue(server.field).isEmpty()) {
            Keyring.Place place = place(url);
            if (!place.equals(server.place)) {
                server.place = place;
                server.answer = keyring.find(place);
                server.remembered = server.answer != null;
                server.failures = 0;
            }
            if (server.answer != null) {
                fields.put(server.field, server.answer.value(method, target(url)));
            }
        }
        if (proxy.answer != null && own.firstValue(proxy.field).isEmpty()) {
            fields.put(proxy.field, proxyValue(proxy.answer, method, url));
        }
        return fields;
    }

    /**
     * What a response asks for and what can be answered, the strongest first; empty where the response is to be taken as it
     * is.
     *
     * @param own the fields that the caller gave the request: who writes the credentials has the answer too
     * @param bodyless whether the request has no body
     */
    public List<Challenge> challenges(int status, HttpHeaders response, HttpHeaders own, boolean bodyless) {
        if (status != UNAUTHORIZED && status != PROXY_UNAUTHORIZED) {
            accepted(response);
            return List.of();
        }
        boolean byProxy = isProxy(status);
        if (own.firstValue(side(byProxy).field).isPresent()) {
            return List.of();
        }
        List<Challenge> offered = new ArrayList<>(
                Challenge.parse(response.allValues(byProxy ? "proxy-authenticate" : "www-authenticate")));
        offered.removeIf(each -> !each.is("Basic") && !Digest.answerable(each, bodyless));
        // RFC 7616 §3.7 and §5.1: Basic shows the password to whoever stands at the other end.
        offered.sort(Comparator.comparingInt(each -> each.is("Basic") ? 0 : -Digest.strength(each)));
        return offered;
    }

    /** Whether such a response is a proxy's. */
    public static boolean isProxy(int status) {
        return status == PROXY_UNAUTHORIZED;
    }

    /**
     * Counts the answer that was turned down, if there was one; whether it may go again as it is, under a newer nonce: the
     * password was not wrong (RFC 7616 §3.3).
     *
     * @param offered what the response asks for now
     */
    public boolean turnedDown(List<Challenge> offered, boolean byProxy) {
        Side side = side(byProxy);
        Credentials tried = side.answer;
        if (tried == null) {
            return false;
        }
        keyring.forget(tried);
        for (Challenge each : offered) {
            boolean stale = "true".equalsIgnoreCase(each.parameter("stale"))
                    && each.realm().equals(tried.challenge().realm());
            if (stale && side.refreshed < MOST_REFRESHED) {
                side.refreshed++;
                side.answer = tried.under(each);
                return true;
            }
        }
        side.answer = null;
        if (!side.remembered) {
            side.failures++;
        }
        side.remembered = false;
        return false;
    }

    /** How many answers were turned down where the task is now. */
    public int failures(boolean byProxy) {
        return side(byProxy).failures;
    }

    /**
     * Answers with this from now on.
     *
     * @param keep whether the session's other tasks are to use it once it was accepted
     */
    public void answer(Challenge challenge, String user, String password, boolean keep, boolean byProxy) {
        Side side = side(byProxy);
        side.answer = new Credentials(challenge, new PasswordAuthentication(user, password.toCharArray()));
        side.keep = keep;
        side.remembered = false;
    }

    private void accepted(HttpHeaders response) {
        accepted(server, response.firstValue("authentication-info").orElse(null));
        accepted(proxy, response.firstValue("proxy-authentication-info").orElse(null));
    }

    private void accepted(Side side, @Nullable String info) {
        Credentials answer = side.answer;
        if (answer == null) {
            return;
        }
        side.refreshed = 0;
        String next = info == null ? null : nextNonce(info);
        if (next != null) {
            keyring.forget(answer);
            answer = answer.under(answer.challenge().withNonce(next));
            side.answer = answer;
        }
        if (side.place != null && (side.keep || side.remembered)) {
            keyring.keep(side.place, answer);
        }
    }

    /** RFC 7616 §3.5: its parameters are those of a challenge without its scheme. */
    private static @Nullable String nextNonce(String info) {
        List<Challenge> parsed = Challenge.parse(List.of("Info " + info));
        return parsed.isEmpty() ? null : parsed.get(0).parameter("nextnonce");
    }

    private Side side(boolean byProxy) {
        return byProxy ? proxy : server;
    }

    private static Keyring.Place place(URI url) {
        String path = url.getRawPath();
        int slash = path == null ? -1 : path.lastIndexOf('/');
        String origin = url.getScheme().toLowerCase(Locale.ROOT) + "://"
                + url.getHost().toLowerCase(Locale.ROOT) + ":" + port(url);
        return new Keyring.Place(origin, slash < 0 || path == null ? "/" : path.substring(0, slash + 1));
    }

    /** A URL's port, or its scheme's. */
    public static int port(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        return url.getPort() >= 0 ? url.getPort() : scheme.equals("https") || scheme.equals("wss") ? 443 : 80;
    }

    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** A proxy sees the whole URL, or the tunnel's end (RFC 9110 §9.3.6). */
    private static String proxyValue(Credentials credentials, String method, URI url) {
        return url.getScheme().equalsIgnoreCase("https")
                ? credentials.value("CONNECT", url.getHost() + ":" + port(url))
                : credentials.value(method, url.toString());
    }
}
