package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cookies and credentials. */
interface StateContract extends Ground {
    @Test
    default void cookiesAreKeptAndSent() throws Exception {
        HttpClient client = built(builder().cookieHandler(new CookieManager()));
        text(client, get("/cookie"));
        assertThat(text(client, get("/echo")).body()).contains("cookie: taste=sweet");
        assertThat(text("/echo").body()).doesNotContain("cookie");
    }

    @Test
    default void cookiesOfARedirectCount() throws Exception {
        HttpClient client = built(builder().cookieHandler(new CookieManager()).followRedirects(Redirect.NORMAL));
        text(client, get("/cookie"));
        assertThat(text(client, get("/redirect?to=/echo")).body()).contains("cookie: taste=sweet");
    }

    @Test
    default void theCookieHandlerSeesRequestAndResponse() throws Exception {
        List<URI> asked = new ArrayList<>();
        List<Map<String, List<String>>> told = new ArrayList<>();
        HttpClient client = built(builder().cookieHandler(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> fields) {
                asked.add(uri);
                return Map.of("Cookie", List.of("own=1"));
            }

            @Override
            public void put(URI uri, Map<String, List<String>> fields) {
                told.add(fields);
            }
        }));
        assertThat(text(client, get("/echo")).body()).contains("cookie: own=1");
        assertThat(asked).containsExactly(uri("/echo"));
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).containsKey("x-method");
    }

    @Test
    default void aFailingCookieHandlerFailsTheExchange() throws Exception {
        HttpClient client = built(builder().cookieHandler(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> fields) throws IOException {
                throw new IOException("no jar");
            }

            @Override
            public void put(URI uri, Map<String, List<String>> fields) {}
        }));
        assertThatThrownBy(() -> text(client, get("/text"))).isInstanceOf(IOException.class);
    }

    @Test
    default void aChallengeIsAnsweredByTheAuthenticator() throws Exception {
        Known known = new Known("alice", "secret");
        HttpClient client = built(builder().authenticator(known));
        HttpResponse<String> response = text(client, get("/basic"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(known.asked)
                .containsExactly("SERVER localhost " + uri("/").getPort() + " https basic the realm " + uri("/basic"));
        assertThat(routes().seen()).hasSize(2);
        assertThat(response.request().headers().map()).doesNotContainKey("authorization");
        HttpRequest post = HttpRequest.newBuilder(uri("/basic"))
                .POST(BodyPublishers.ofString("whole"))
                .build();
        assertThat(text(client, post).body()).isEqualTo("welcome whole");
        assertThat(routes().seen()).as("sent unasked the second time").hasSize(3);
        assertThat(known.asked).hasSize(1);
    }

    @Test
    default void aBodyIsSentAgainBehindAChallenge() throws Exception {
        HttpClient client = built(builder().authenticator(new Known("alice", "secret")));
        HttpRequest post = HttpRequest.newBuilder(uri("/basic"))
                .POST(BodyPublishers.ofString("twice"))
                .build();
        assertThat(text(client, post).body()).isEqualTo("welcome twice");
    }

    @Test
    default void wrongCredentialsAreGivenUp() throws Exception {
        Known wrong = new Known("alice", "wrong");
        HttpClient client = built(builder().authenticator(wrong));
        assertThatThrownBy(() -> text(client, get("/basic"))).isInstanceOf(IOException.class);
        assertThat(wrong.asked.size()).isBetween(3, 5);
        assertThat(routes().seen()).hasSize(wrong.asked.size() + 1);
    }

    @Test
    default void noCredentialsAreAnError() throws Exception {
        HttpClient client = built(builder().authenticator(new Authenticator() {}));
        assertThatThrownBy(() -> text(client, get("/basic"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> text(client, get("/basic?bare")))
                .as("401 without a challenge")
                .isInstanceOf(IOException.class);
    }

    @Test
    default void aSchemeThatIsNotKnownIsTheCallers() throws Exception {
        Known known = new Known("alice", "secret");
        HttpClient client = built(builder().authenticator(known));
        assertThat(text(client, get("/basic?scheme=Bearer")).statusCode()).isEqualTo(401);
        assertThat(known.asked).isEmpty();
    }

    @Test
    default void withoutAnAuthenticatorAChallengeIsTheCallers() throws Exception {
        assertThat(text("/basic").statusCode()).isEqualTo(401);
        assertThat(text("/basic?bare").statusCode()).isEqualTo(401);
        HttpRequest own = HttpRequest.newBuilder(uri("/basic"))
                .header("Authorization", "Basic YWxpY2U6c2VjcmV0")
                .build();
        assertThat(text(client(), own).statusCode()).isEqualTo(200);
    }

    /** Knows one user, and notes who asks. */
    final class Known extends Authenticator {
        final List<String> asked = new ArrayList<>();
        private final String user;
        private final String password;

        Known(String user, String password) {
            this.user = user;
            this.password = password;
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            asked.add(getRequestorType() + " " + getRequestingHost() + " " + getRequestingPort() + " "
                    + getRequestingProtocol() + " " + getRequestingScheme() + " " + getRequestingPrompt() + " "
                    + getRequestingURL());
            return new PasswordAuthentication(user, password.toCharArray());
        }
    }
}
