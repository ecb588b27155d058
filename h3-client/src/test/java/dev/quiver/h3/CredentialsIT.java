package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Handler;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestServer;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.PasswordAuthentication;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Credentials go where they belong and nowhere else (RFC 9110 §11, RFC 7616). */
class CredentialsIT {
    private final AtomicInteger asked = new AtomicInteger();
    private final Authenticator known = new Authenticator() {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            asked.incrementAndGet();
            return new PasswordAuthentication("Mufasa", "Circle of Life".toCharArray());
        }
    };

    /** Wants Digest; a nonce is good for two uses. */
    private static Handler digest() {
        AtomicInteger nonce = new AtomicInteger();
        return (request, response) -> {
            request.readAll().get();
            String given = request.fields().first("authorization").orElse("");
            String current = "nonce=\"n" + nonce.get() + "\"";
            boolean good = given.startsWith("Digest ") && given.contains("username=\"Mufasa\"");
            if (good && given.contains(current) && !given.contains("nc=00000003")) {
                response.send(200, given);
                return;
            }
            String offer = "Digest realm=\"savanna\", qop=\"auth\", algorithm=SHA-256, nonce=\"n"
                    + nonce.incrementAndGet() + "\"" + (good ? ", stale=true" : "");
            response.head(401, Fields.of("www-authenticate", "Basic realm=\"savanna\"", "www-authenticate", offer));
            response.end();
        };
    }

    @Test
    void digestCountsUsesAndTakesANewNonceWithoutAsking() throws Exception {
        try (TestServer server =
                        TestServer.newBuilder().route("/digest", digest()).start();
                H3Client client = Clients.builder(server).authenticator(known).build()) {
            assertThat(Clients.text(client, server, "/digest").body())
                    .contains("uri=\"/digest\"", "nc=00000001", "nonce=\"n1\"");
            assertThat(Clients.text(client, server, "/digest?x=1").body())
                    .contains("uri=\"/digest?x=1\"", "nc=00000002");
            HttpRequest post = Clients.request(server, "/digest")
                    .POST(BodyPublishers.ofString("again"))
                    .build();
            assertThat(client.send(post, BodyHandlers.ofString()).body()).contains("nonce=\"n2\"", "nc=00000001");
            assertThat(asked).as("the password was not wrong").hasValue(1);
        }
    }

    @Test
    void anotherOriginGetsNone() throws Exception {
        try (TestServer other = TestServer.start();
                TestServer server = TestServer.start();
                H3Client client = Clients.builder(server)
                        .trust(TrustEvaluator.anchors(server.root(), other.root()))
                        .followRedirects(HttpClient.Redirect.ALWAYS)
                        .cookieHandler(new CookieManager())
                        .build()) {
            HttpRequest request = Clients.request(server, "/redirect?to=" + other.uri("/headers"))
                    .header("Authorization", "Bearer secret")
                    .header("Cookie", "own=secret")
                    .header("Proxy-Authorization", "Basic secret")
                    .header("x-own", "kept")
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).body())
                    .contains("x-own: kept")
                    .doesNotContain("secret");
            RequestRecord first = server.awaitRequest(r -> r.target().startsWith("/redirect"), Clients.PATIENCE);
            assertThat(List.of(
                            first.fields().first("authorization").orElse(""),
                            first.fields().first("cookie").orElse("")))
                    .containsExactly("Bearer secret", "own=secret");
        }
    }

    @Test
    void aRequestsOwnCredentialsAreTheOnlyOnes() throws Exception {
        try (TestServer server =
                        TestServer.newBuilder().route("/digest", digest()).start();
                H3Client client = Clients.builder(server).authenticator(known).build()) {
            HttpRequest own = Clients.request(server, "/digest")
                    .header("Authorization", "Basic bWluZTptaW5l")
                    .build();
            assertThat(client.send(own, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void aChallengeByAProxyThatIsNotThereIsTheCallers() throws Exception {
        try (TestServer server = TestServer.newBuilder()
                        .route("/407", (request, response) -> {
                            response.head(407, Fields.of("proxy-authenticate", "Basic realm=\"x\""));
                            response.end();
                        })
                        .start();
                H3Client client = Clients.builder(server).authenticator(known).build()) {
            assertThat(Clients.text(client, server, "/407").statusCode()).isEqualTo(407);
            assertThat(asked).hasValue(0);
        }
    }
}
