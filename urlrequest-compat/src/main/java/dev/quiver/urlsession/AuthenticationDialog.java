package dev.quiver.urlsession;

import dev.quiver.h3.internal.auth.Challenge;
import dev.quiver.h3.internal.auth.Keyring;
import dev.quiver.urlsession.internal.auth.TaskAuthentication;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A task's part in HTTP authentication (RFC 9110 §11): which challenges of a response its delegate is asked about, and what
 * its requests carry. A state machine; what a delegate says it is told. Used in the engine's turn only.
 */
final class AuthenticationDialog {
    /** After so many answers that were turned down the response is the task's. */
    private static final int MOST_FAILURES = 20;

    private static final int UNAUTHORIZED = 401;

    private final UrlCredentialStorage storage;
    private final @Nullable ProxySelector proxies;
    private final TaskAuthentication authentication;
    private final Queue<Asked> open = new ArrayDeque<>();
    private @Nullable Asked asked;
    /** Goes into the storage once a server has accepted it. */
    private @Nullable Given given;

    private record Given(UrlCredential.Password credential, ProtectionSpace space) {}

    private record Asked(Challenge challenge, AuthenticationChallenge question) {}

    /** What to do about a response. */
    enum Step {
        /** Ask the delegate about {@link #next}, if there is one; else take it. */
        ASK,
        /** Send the request again: only the nonce was too old. */
        AGAIN
    }

    AuthenticationDialog(UrlCredentialStorage storage, Keyring keyring, @Nullable ProxySelector proxies) {
        this.storage = storage;
        this.proxies = proxies;
        this.authentication = new TaskAuthentication(keyring);
    }

    /** The fields with which a request goes out beside its own. */
    Map<String, String> fieldsFor(UrlRequest request) {
        return request.url().getHost() == null
                ? Map.of()
                : authentication.fields(request.url(), request.httpMethod(), request.headers());
    }

    /** Looks at a response. */
    Step response(UrlRequest request, HttpUrlResponse response) {
        open.clear();
        List<Challenge> offered = authentication.challenges(
                response.statusCode(), response.headers(), request.headers(), !BodyRules.maySend(request));
        if (offered.isEmpty()) {
            settled(response.statusCode());
            return Step.ASK;
        }
        boolean byProxy = TaskAuthentication.isProxy(response.statusCode());
        if (authentication.turnedDown(offered, byProxy)) {
            return Step.AGAIN;
        }
        int failures = authentication.failures(byProxy);
        if (failures < MOST_FAILURES) {
            for (Challenge each : offered) {
                ProtectionSpace space = space(request.url(), each, byProxy);
                UrlCredential proposed = storage.defaultCredential(space).orElse(null);
                open.add(new Asked(each, new AuthenticationChallenge(space, proposed, failures, response, null, null)));
            }
        }
        return Step.ASK;
    }

    private void settled(int status) {
        Given last = given;
        if (last != null && status != UNAUTHORIZED && !TaskAuthentication.isProxy(status)) {
            storage.setDefaultCredential(last.credential(), last.space());
            given = null;
        }
    }

    /** The next challenge, or null: then the response is the task's. */
    @Nullable
    AuthenticationChallenge next() {
        asked = open.poll();
        return asked == null ? null : asked.question();
    }

    /** Answers the challenge that was asked about from now on; the request is to be sent again. */
    void answer(UrlCredential.Password credential) {
        Asked answered = asked;
        if (answered != null) {
            ProtectionSpace space = answered.question().protectionSpace();
            boolean keep = credential.persistence() != UrlCredential.Persistence.NONE;
            authentication.answer(
                    answered.challenge(), credential.user(), credential.password(), keep, space.isProxy());
            given = new Given(credential, space);
        }
        open.clear();
    }

    private ProtectionSpace space(URI url, Challenge challenge, boolean byProxy) {
        InetSocketAddress proxy = byProxy ? proxy(url) : null;
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        return new ProtectionSpace(
                proxy == null ? String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) : proxy.getHostString(),
                proxy == null ? TaskAuthentication.port(url) : proxy.getPort(),
                // A proxy is asked in the clear.
                byProxy ? "http" : scheme,
                challenge.parameter("realm"),
                challenge.is("Basic") ? AuthenticationMethod.HTTP_BASIC : AuthenticationMethod.HTTP_DIGEST,
                byProxy);
    }

    private @Nullable InetSocketAddress proxy(URI url) {
        ProxySelector selector = proxies == null ? ProxySelector.getDefault() : proxies;
        return Optional.ofNullable(selector).map(some -> some.select(url)).stream()
                .flatMap(List::stream)
                .filter(each -> each.type() == Proxy.Type.HTTP)
                .map(each -> (InetSocketAddress) each.address())
                .findFirst()
                .orElse(null);
    }
}
