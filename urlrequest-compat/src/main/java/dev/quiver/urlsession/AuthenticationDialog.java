package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.auth.BasicAnswer;
import dev.quiver.urlsession.internal.auth.Offer;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A task's part in HTTP authentication (RFC 9110 §11): which challenges of a response it can answer, and what its requests
 * carry. A state machine; what a delegate says it is told. Used in the engine's turn only.
 */
final class AuthenticationDialog {
    /** After so many answers that were turned down the response is the task's. */
    private static final int MOST_FAILURES = 20;

    private final SessionCredentials credentials;
    private final Map<String, String> fieldByOrigin = new HashMap<>();
    private final Queue<AuthenticationChallenge> open = new ArrayDeque<>();
    private int failures;
    private boolean answered;

    AuthenticationDialog(SessionCredentials credentials) {
        this.credentials = credentials;
    }

    /** The {@code Authorization} field that a request goes out with, where it has none of its own. */
    Optional<String> fieldFor(UrlRequest request) {
        return request.headers().firstValue("authorization").isPresent()
                ? Optional.empty()
                : Optional.ofNullable(fieldByOrigin.get(origin(request.url())));
    }

    /** Looks at a response; {@link #next} then tells what is to be asked about. */
    void response(UrlRequest request, HttpUrlResponse response) {
        open.clear();
        if (response.statusCode() != 401
                || request.headers().firstValue("authorization").isPresent()
                || failures >= MOST_FAILURES) {
            return;
        }
        if (answered) {
            failures++;
            answered = false;
            credentials.turnedDown(origin(request.url()));
        }
        List<Offer> offers = Offer.parse(response.headers().allValues("www-authenticate"));
        for (Offer offer : offers) {
            if (offer.scheme().equals("basic")) {
                ProtectionSpace space = space(request.url(), offer);
                open.add(new AuthenticationChallenge(
                        space, credentials.of(space).orElse(null), failures, response, null, null));
            }
        }
    }

    /** The next challenge, or null: then the response is the task's. */
    @Nullable
    AuthenticationChallenge next() {
        return open.poll();
    }

    /** Answers this challenge from now on; the request is to be sent again. */
    void answer(UrlRequest request, AuthenticationChallenge challenge, UrlCredential.Password credential) {
        fieldByOrigin.put(origin(request.url()), BasicAnswer.field(credential.user(), credential.password()));
        credentials.keep(challenge.protectionSpace(), credential);
        answered = true;
        open.clear();
    }

    private static ProtectionSpace space(URI url, Offer offer) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        return new ProtectionSpace(
                String.valueOf(url.getHost()).toLowerCase(Locale.ROOT),
                port,
                scheme,
                offer.realm().orElse(null),
                AuthenticationMethod.HTTP_BASIC,
                false);
    }

    private static String origin(URI url) {
        return RedirectRules.origin(url);
    }
}
