package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServerExtension;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redirects and cookies, as the JDK's client has them. */
class RedirectIT {
    @RegisterExtension
    static final QuiverServerExtension SERVER = QuiverServerExtension.of(TestServer.newBuilder()
            .route("/set", (request, response) -> {
                response.head(302, Fields.of("location", "/headers", "set-cookie", "taste=sweet; Path=/"));
                response.end();
            })
            .route("/eager", (request, response) -> {
                // Answers before it has read anything.
                response.head(308, Fields.of("location", "/upload"));
                response.end();
            })
            .route("/round", (request, response) -> {
                response.head(302, Fields.of("location", "/round"));
                response.end();
            }));

    @Test
    void areFollowedOnlyWhenAskedFor(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            assertThat(Clients.text(client, server, "/redirect?to=/bytes/3").statusCode())
                    .isEqualTo(302);
        }
        try (H3Client client = Clients.builder(server)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            H3Response<String> response = Clients.text(client, server, "/redirect?to=/headers");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.uri()).isEqualTo(server.uri("/headers"));
            assertThat(response.previousResponse().orElseThrow().statusCode()).isEqualTo(302);
            assertThat(response.previousResponse().orElseThrow().body()).isNull();
        }
    }

    @Test
    void keepTheBodyWhereTheStatusSaysSo(TestServer server) throws Exception {
        try (H3Client client = Clients.builder(server)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            var kept = Clients.request(server, "/redirect?status=307&to=/echo")
                    .POST(BodyPublishers.ofString("again"))
                    .build();
            assertThat(client.send(kept, BodyHandlers.ofString()).body()).isEqualTo("again");
            var dropped = Clients.request(server, "/redirect?status=303&to=/headers")
                    .POST(BodyPublishers.ofString("gone"))
                    .build();
            assertThat(client.send(dropped, BodyHandlers.ofString()).body()).startsWith("GET ");
        }
    }

    @Test
    void ofAnUploadThatIsUnderWaySendItWhole(TestServer server) throws Exception {
        int size = 3_000_000;
        try (H3Client client = Clients.builder(server)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            var request = Clients.request(server, "/eager")
                    .POST(BodyPublishers.ofByteArray(TestBytes.first(size)))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).body())
                    .isEqualTo(size + " " + TestBytes.sha256(size) + "\n");
        }
    }

    @Test
    void goNoFurtherThanTheJdksClient(TestServer server) throws Exception {
        try (H3Client client = Clients.builder(server)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()) {
            H3Response<String> last = Clients.text(client, server, "/round");
            assertThat(last.statusCode()).isEqualTo(302);
            assertThat(server.requests()).hasSize(5);
        }
    }

    @Test
    void cookiesGoAlong(TestServer server) throws Exception {
        try (H3Client client = Clients.builder(server)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .cookieHandler(new CookieManager())
                .build()) {
            assertThat(Clients.text(client, server, "/set").body()).contains("cookie: taste=sweet");
            Clients.text(client, server, "/bytes/1");
            RequestRecord seen = server.awaitRequest(r -> r.target().equals("/bytes/1"), Clients.PATIENCE);
            assertThat(seen.fields().first("cookie")).contains("taste=sweet");
        }
    }
}
