package dev.quiver.urlsession.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.auth.Challenge;
import dev.quiver.h3.internal.auth.Keyring;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskAuthenticationTest {
    private static final URI URL = URI.create("https://example.com/a/b?q");
    private static final HttpHeaders NONE = headers(Map.of());
    private static final String DIGEST = "Digest realm=r, nonce=one, qop=auth, algorithm=SHA-256";

    private final Keyring keyring = new Keyring();
    private TaskAuthentication task = new TaskAuthentication(keyring);

    private static HttpHeaders headers(Map<String, String> fields) {
        Map<String, List<String>> all = new java.util.HashMap<>();
        fields.forEach((name, value) -> all.put(name, List.of(value)));
        return HttpHeaders.of(all, (name, value) -> true);
    }

    private List<Challenge> challenged(String... fields) {
        HttpHeaders response = HttpHeaders.of(Map.of("WWW-Authenticate", Arrays.asList(fields)), (name, value) -> true);
        return task.challenges(401, response, NONE, true);
    }

    private String sent(URI url) {
        return task.fields(url, "GET", NONE).getOrDefault("Authorization", "none");
    }

    @Test
    void theStrongestFirstWhereverTheyStand() {
        assertThat(challenged(
                        "Negotiate, Basic realm=\"a, b\", Digest realm=r, nonce=n, algorithm=MD5",
                        "Digest realm=r, nonce=n, algorithm=SHA-512-256, Digest realm=r, nonce=n, algorithm=SHA-256",
                        "Digest realm=r, nonce=n, algorithm=UNHEARD-OF, Bearer realm=x"))
                .extracting(each -> each.scheme() + " " + each.parameters().getOrDefault("algorithm", each.realm()))
                .containsExactly("Digest SHA-512-256", "Digest SHA-256", "Digest MD5", "Basic a, b");
    }

    @Test
    void anAnswerGoesUntilItIsTurnedDown() {
        assertThat(sent(URL)).isEqualTo("none");
        Challenge basic = challenged("Basic realm=r").get(0);
        assertThat(task.turnedDown(List.of(basic), false)).isFalse();
        assertThat(task.failures(false)).isZero();
        task.answer(basic, "user", "secret", true, false);
        assertThat(sent(URL)).isEqualTo("Basic dXNlcjpzZWNyZXQ=");
        assertThat(task.turnedDown(challenged("Basic realm=r"), false)).isFalse();
        assertThat(task.failures(false)).isEqualTo(1);
        assertThat(sent(URL)).isEqualTo("none");
    }

    @Test
    void aStaleNonceIsNoFailure() {
        sent(URL);
        task.answer(challenged(DIGEST).get(0), "user", "secret", true, false);
        assertThat(sent(URL)).contains("nonce=\"one\"", "nc=00000001", "uri=\"/a/b?q\"");
        assertThat(task.turnedDown(challenged("Digest realm=r, nonce=two, stale=true, qop=auth"), false))
                .isTrue();
        assertThat(sent(URL)).contains("nonce=\"two\"", "nc=00000001");
        assertThat(task.failures(false)).isZero();
        int times = 1;
        while (task.turnedDown(challenged("Digest realm=r, nonce=x, stale=true, qop=auth"), false)) {
            times++;
        }
        assertThat(times).as("a server that is never content").isEqualTo(3);
        assertThat(task.failures(false)).isEqualTo(1);
    }

    @Test
    void theServerNamesTheNextNonce() {
        sent(URL);
        task.answer(challenged(DIGEST).get(0), "user", "secret", true, false);
        assertThat(sent(URL)).contains("nonce=\"one\"");
        assertThat(sent(URL)).contains("nc=00000002");
        task.challenges(200, headers(Map.of("Authentication-Info", "qop=auth, nextnonce=\"next\"")), NONE, true);
        assertThat(sent(URL)).contains("nonce=\"next\"", "nc=00000001");
    }

    @Test
    void whatWasAcceptedGoesUnaskedBelowThatPathAndNowhereElse() {
        sent(URL);
        task.answer(challenged("Basic realm=r").get(0), "user", "secret", true, false);
        task.challenges(200, NONE, NONE, true);
        task = new TaskAuthentication(keyring);
        assertThat(sent(URI.create("https://EXAMPLE.com:443/a/c/d"))).startsWith("Basic");
        for (String other : List.of(
                "https://example.com/", "http://example.com/a/b", "https://example.com:444/a/b", "https://b.com/a/b")) {
            assertThat(sent(URI.create(other))).as(other).isEqualTo("none");
        }
    }

    @Test
    void whatIsNotToBeKeptIsNot() {
        sent(URL);
        task.answer(challenged("Basic realm=r").get(0), "user", "secret", false, false);
        task.challenges(200, NONE, NONE, true);
        assertThat(sent(URL)).startsWith("Basic");
        task = new TaskAuthentication(keyring);
        assertThat(sent(URL)).isEqualTo("none");
    }

    @Test
    void aRequestWithItsOwnCredentialsIsLeftAlone() {
        HttpHeaders own = headers(Map.of("Authorization", "Bearer x"));
        HttpHeaders response = headers(Map.of("WWW-Authenticate", "Basic realm=r"));
        assertThat(task.challenges(401, response, own, true)).isEmpty();
        assertThat(task.fields(URL, "GET", own)).isEmpty();
    }

    @Test
    void aProxyIsAnsweredInItsOwnField() {
        HttpHeaders response = headers(Map.of("Proxy-Authenticate", DIGEST));
        task.answer(task.challenges(407, response, NONE, true).get(0), "user", "secret", true, true);
        Map<String, String> fields = task.fields(URL, "GET", NONE);
        assertThat(fields).containsOnlyKeys("Proxy-Authorization");
        assertThat(fields.get("Proxy-Authorization")).contains("uri=\"example.com:443\"");
        assertThat(task.fields(URI.create("http://example.com/x"), "GET", NONE).get("Proxy-Authorization"))
                .contains("uri=\"http://example.com/x\"");
    }
}
