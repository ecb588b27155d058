package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.urlsession.internal.coding.ContentCoding;
import dev.quiver.urlsession.internal.coding.Encoded;
import java.io.IOException;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task's caller sees of content codings: decoded data beside the fields as they came, or a typed error. */
class ContentCodingIT {
    private PlainServer server;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer();
        for (ContentCoding coding : ContentCoding.values()) {
            coded("/" + coding, coding.toString(), Encoded.by(coding, Encoded.content(2, 500_000)));
        }
        coded("/garbage", "gzip", Encoded.content(2, 500));
        coded("/bomb", "gzip", Encoded.by(ContentCoding.GZIP, new byte[64 << 20]));
    }

    private void coded(String path, String coding, byte[] body) {
        server.page(path, (fields, none, out) -> {
            out.write(PlainServer.ascii("HTTP/1.1 200 OK\r\nx-offered: " + fields.get("accept-encoding")
                    + "\r\ncontent-encoding: " + coding + "\r\ncontent-length: " + body.length + "\r\n\r\n"));
            out.write(body);
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void givesTheDecodedData() throws Exception {
        try (UrlSession session = session(UrlSessionConfiguration.standard())) {
            for (ContentCoding coding : ContentCoding.values()) {
                UrlData data = session.load(UrlRequest.of(server.url("/" + coding)));
                assertThat(data.data()).isEqualTo(Encoded.content(2, 500_000));
                assertThat(data.response().value("content-encoding")).contains(coding.toString());
                assertThat(data.response().expectedContentLength()).isEqualTo(-1);
                assertThat(data.response().value("x-offered")).contains("gzip, deflate");
            }
        }
    }

    @Test
    void garbageIsCannotDecodeContentData() {
        try (UrlSession session = session(UrlSessionConfiguration.standard())) {
            UrlError error = failure(session, "/garbage");
            assertThat(error.code()).isEqualTo(UrlErrorCode.CANNOT_DECODE_CONTENT_DATA);
            assertThat(error.errorCode()).isEqualTo(-1016);
            assertThat(error.responseHeadReceived()).isTrue();
        }
    }

    @Test
    void aBombIsRefusedUnlessTheConfigurationAllowsIt() throws Exception {
        try (UrlSession session = session(UrlSessionConfiguration.standard())) {
            UrlError error = failure(session, "/bomb");
            assertThat(error.code()).isEqualTo(UrlErrorCode.CANNOT_DECODE_CONTENT_DATA);
            assertThat(error).hasMessageContaining("maximumDecodingRatio");
        }
        UrlSessionConfiguration small = UrlSessionConfiguration.newBuilder()
                .maximumDecodedLength(1 << 20)
                .build();
        try (UrlSession session = session(small)) {
            assertThat(failure(session, "/bomb")).hasMessageContaining("maximumDecodedLength");
        }
        UrlSessionConfiguration any = UrlSessionConfiguration.newBuilder()
                .maximumDecodingRatio(Long.MAX_VALUE)
                .build();
        try (UrlSession session = session(any)) {
            assertThat(session.load(UrlRequest.of(server.url("/bomb"))).data()).hasSize(64 << 20);
        }
    }

    private UrlError failure(UrlSession session, String path) {
        return catchThrowableOfType(UrlError.class, () -> session.load(UrlRequest.of(server.url(path))));
    }

    private static UrlSession session(UrlSessionConfiguration configuration) {
        return UrlSession.newSession(configuration, HttpClient.newHttpClient());
    }
}
