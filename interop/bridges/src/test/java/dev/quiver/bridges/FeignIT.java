package dev.quiver.bridges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.H3Client;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import feign.Feign;
import feign.FeignException;
import feign.Headers;
import feign.Param;
import feign.Request;
import feign.RequestLine;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import feign.http2client.Http2Client;
import java.io.InputStream;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feign over HTTP/3 by its {@code Http2Client}. */
@QuiverServer
class FeignIT {
    /** Feign makes a client of the JDK's in its place if this is not the client's own. */
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private H3Client h3;

    interface Api {
        @RequestLine("GET /headers")
        @Headers("X-Mine: yes")
        String headers();

        @RequestLine("GET /redirect?to=/headers")
        String redirected();

        @RequestLine("POST /upload")
        @Headers("Content-Type: application/octet-stream")
        String upload(byte[] body);

        @RequestLine("GET /bytes/{n}")
        Response bytes(@Param("n") int n);

        @RequestLine("GET /bytes/2000000000")
        Response slow();

        @RequestLine("GET /status/404")
        String missing();

        @RequestLine("GET /never")
        String never();
    }

    @BeforeEach
    void build(TestServer server) {
        h3 = Ground.client(server)
                .connectTimeout(CONNECT)
                .followRedirects(Redirect.NORMAL)
                .build();
    }

    @AfterEach
    void close() {
        h3.shutdownNow();
    }

    private static Api api(TestServer server, H3Client h3, Duration connect, Duration read, boolean always) {
        return Feign.builder()
                .client(new Http2Client(h3))
                .retryer(Retryer.NEVER_RETRY)
                .options(new Request.Options(
                        connect.toMillis(), TimeUnit.MILLISECONDS, read.toMillis(), TimeUnit.MILLISECONDS, always))
                .target(Api.class, server.uri("").toString());
    }

    private Api api(TestServer server) {
        return api(server, h3, CONNECT, Ground.PATIENCE, false);
    }

    @Test
    void get(TestServer server) throws Exception {
        assertThat(api(server).headers()).startsWith("GET /headers\n").contains("x-mine: yes\n");
        Ground.answered(server, "GET", "/headers");
        assertThat(api(server).redirected()).startsWith("GET /headers\n");
        try (Response response = api(server).bytes(Ground.LARGE);
                InputStream in = response.body().asInputStream()) {
            assertThat(in.readAllBytes()).isEqualTo(TestBytes.first(Ground.LARGE));
        }
    }

    /** Feign's bodies are arrays; it has no others. */
    @Test
    void post(TestServer server) throws Exception {
        assertThat(api(server).upload(TestBytes.first(3_000_000))).isEqualTo(Ground.digest(3_000_000));
        assertThat(Ground.answered(server, "POST", "/upload").fields().first("content-length"))
                .contains("3000000");
    }

    @Test
    void errorStatus(TestServer server) throws Exception {
        assertThatThrownBy(() -> api(server).missing())
                .isInstanceOfSatisfying(
                        FeignException.NotFound.class,
                        thrown -> assertThat(thrown.contentUTF8()).isEqualTo("status 404\n"));
        Ground.answered(server, "GET", "/status/404");
    }

    @Test
    void timeouts(TestServer server) {
        assertThatThrownBy(() ->
                        api(server, h3, CONNECT, Duration.ofMillis(500), false).never())
                .isInstanceOf(RetryableException.class)
                .hasCauseInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void aBodyThatIsClosedIsStopped(TestServer server) throws Exception {
        try (Response response = api(server).slow();
                InputStream in = response.body().asInputStream()) {
            assertThat(in.readNBytes(1500)).isEqualTo(TestBytes.first(1500));
        }
        Ground.givenUp(server, "/bytes/2000000000");
    }

    @Test
    void optionsThatFollowRedirectsWantAClientThatAlwaysDoes(TestServer server) throws Exception {
        try (Closing always = new Closing(Ground.client(server)
                .connectTimeout(CONNECT)
                .followRedirects(Redirect.ALWAYS)
                .build())) {
            assertThat(api(server, always.h3(), CONNECT, Ground.PATIENCE, true).redirected())
                    .startsWith("GET /headers\n");
        }
        Ground.answered(server, "GET", "/headers");
    }

    @Test
    void otherOptionsThanTheClientsMakeFeignGoByTheJdks(TestServer server) {
        // Nobody listens on TCP.
        Api redirects = api(server, h3, CONNECT, Ground.PATIENCE, true);
        assertThatThrownBy(redirects::headers).isInstanceOf(RetryableException.class);
        Api connect = api(server, h3, CONNECT.plusSeconds(1), Ground.PATIENCE, false);
        assertThatThrownBy(connect::headers).isInstanceOf(RetryableException.class);
        assertThat(server.requests()).isEmpty();
    }

    private record Closing(H3Client h3) implements AutoCloseable {
        @Override
        public void close() {
            h3.shutdownNow();
        }
    }
}
