package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios of swift-corelibs-foundation's TestURLSession about time and odd answers, by name, over HTTP/1.1. */
class SwiftCorelibsBrokenServerIT {
    private final CountDownLatch release = new CountDownLatch(1);
    private PlainServer server;
    private UrlSession session;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer()
                .page("/Peru", raw("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nLima"))
                .page("/slow", (fields, body, out) -> {
                    try {
                        release.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .page(
                        "/narrow",
                        raw("HTTP/1.1 200 OK\r\nContent-Length:13\r\nContent-Type:text/plain\r\n\r\nHello, world!"))
                .page("/Kameiros", raw("HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok"))
                .page("/Myndus", raw("HTTP/1.1 200 OK\r\n\r\nuntil the connection ends"))
                .page("/Pompeii", raw("a page of HTTP/0.9\r\n"))
                .page("/Gomorrah", raw("\r\n\r\n\r\n"))
                .page("/Dinavar", raw("HTTP/1.1 two hundred\r\n\r\n"))
                .page("/Kuhikugu", raw("HTTP/1.1\r\n\r\n"));
        session = UrlSession.newSession(UrlSessionConfiguration.standard(), HttpClient.newHttpClient());
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        session.close();
        server.close();
    }

    @Test
    void dataTaskAcceptsResponseHeaderValueWithoutWhitespace() throws Exception {
        UrlData data = session.load(get("/narrow"));
        assertThat(data.text()).isEqualTo("Hello, world!");
        assertThat(data.response().value("Content-Length")).contains("13");
        assertThat(data.response().value("Content-Type")).contains("text/plain");
    }

    @Test
    void taskTimeout() throws Exception {
        UrlRequest request =
                get("/Peru").toBuilder().timeoutInterval(Duration.ofSeconds(30)).build();
        assertThat(session.load(request).text()).isEqualTo("Lima");
    }

    @Test
    void httpTimeout() {
        UrlRequest request =
                get("/slow").toBuilder().timeoutInterval(Duration.ofMillis(500)).build();
        assertThat(failure(request)).isEqualTo(UrlErrorCode.TIMED_OUT);
    }

    @Test
    void outOfRangeButCorrectlyFormattedHTTPCode() throws Exception {
        assertThat(session.load(get("/Kameiros")).response().statusCode()).isEqualTo(999);
    }

    @Test
    void missingContentLengthButStillABody() throws Exception {
        assertThat(session.load(get("/Myndus")).text()).isEqualTo("until the connection ends");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Gomorrah", "/Dinavar", "/Kuhikugu"})
    void illegalHTTPServerResponses(String path) {
        assertThat(failure(get(path))).isIn(UrlErrorCode.BAD_SERVER_RESPONSE, UrlErrorCode.NETWORK_CONNECTION_LOST);
    }

    @Test
    void http09SimpleResponses() {
        // RFC 9112 has no HTTP/0.9: what does not begin with a status line is no response.
        assertThat(failure(get("/Pompeii")))
                .isIn(UrlErrorCode.BAD_SERVER_RESPONSE, UrlErrorCode.NETWORK_CONNECTION_LOST);
    }

    private UrlErrorCode failure(UrlRequest request) {
        return catchThrowableOfType(UrlError.class, () -> session.load(request)).code();
    }

    private UrlRequest get(String path) {
        return UrlRequest.of(server.url(path));
    }

    private static PlainServer.Page raw(String answer) {
        return (fields, body, out) -> out.write(PlainServer.ascii(answer));
    }
}
