package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code data:} and {@code file:} URLs, as a session's tasks load them. */
class LocalUrlTest {
    private final UrlSession session =
            UrlSession.newSession(UrlSessionConfiguration.ephemeral(), HttpClient.newHttpClient());

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        session.close();
    }

    @Test
    void loadsADataUrl() throws Exception {
        UrlData data = session.load(UrlRequest.of(URI.create("data:text/plain;charset=utf-8,h%C3%A4llo")));
        assertThat(data.text()).isEqualTo("hällo");
        assertThat(data.response().statusCode()).isEqualTo(200);
        assertThat(data.response().mimeType()).contains("text/plain");
        assertThat(data.response().textEncodingName()).contains("utf-8");
        assertThat(data.response().expectedContentLength()).isEqualTo(6);
    }

    @Test
    void loadsAFile() throws Exception {
        Path file = folder.resolve("a page, 100%.html");
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("1994-11-06T08:49:37Z")));
        UrlData data = session.load(UrlRequest.of(file.toUri()));
        assertThat(data.data()).isEqualTo(content);
        assertThat(data.response().mimeType()).contains("text/html");
        assertThat(data.response().expectedContentLength()).isEqualTo(300_000);
        assertThat(data.response().value("last-modified")).contains("Sun, 06 Nov 1994 08:49:37 GMT");

        UrlRequest head = UrlRequest.newBuilder(file.toUri()).httpMethod("HEAD").build();
        assertThat(session.load(head).data()).isEmpty();
        URI withHost = URI.create(file.toUri().toString().replace("file:///", "file://localhost/") + "?q#f");
        assertThat(session.load(UrlRequest.of(withHost)).data()).hasSize(300_000);
    }

    @Test
    void loadsAnEmptyFile() throws Exception {
        Path file = Files.createFile(folder.resolve("empty"));
        UrlData data = session.load(UrlRequest.of(file.toUri()));
        assertThat(data.data()).isEmpty();
        assertThat(data.response().mimeType()).contains("application/octet-stream");
    }

    @ParameterizedTest
    @CsvSource({
        "file:///, FILE_IS_DIRECTORY",
        "file:///no/such/file, FILE_DOES_NOT_EXIST",
        "file:///dev/zero, CANNOT_OPEN_FILE",
        "file://other.test/x, UNSUPPORTED_URL",
        "file:relative, BAD_URL",
        "data:nothing, BAD_URL"
    })
    void tellsWhyThereIsNoContent(URI url, UrlErrorCode code) {
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(UrlRequest.of(url)));
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.responseHeadReceived()).isFalse();
    }

    @Test
    void sendsNothingToThem() {
        UrlRequest post = UrlRequest.newBuilder(URI.create("data:,x"))
                .httpMethod("POST")
                .httpBody(new byte[1])
                .build();
        assertThat(catchThrowableOfType(UrlError.class, () -> session.load(post))
                        .code())
                .isEqualTo(UrlErrorCode.UNSUPPORTED_URL);
    }
}
