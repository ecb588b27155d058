package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpUrlResponseTest {
    @Test
    void readsTypeAndCharsetWhateverTheirSpelling() {
        HttpUrlResponse response = with("content-type", "Text/HTML; boundary=x; Charset=\"ISO-8859-1\"");
        assertThat(response.mimeType()).contains("text/html");
        assertThat(response.textEncodingName()).contains("iso-8859-1");
    }

    @Test
    void knowsNothingWhereTheServerSaidNothing() {
        HttpUrlResponse response = with("x", "y");
        assertThat(response.mimeType()).isEmpty();
        assertThat(response.textEncodingName()).isEmpty();
        assertThat(response.expectedContentLength()).isEqualTo(-1);
    }

    @Test
    void takesAGarbledLengthForNone() {
        assertThat(with("content-length", "12a").expectedContentLength()).isEqualTo(-1);
        assertThat(with("content-length", "12").expectedContentLength()).isEqualTo(12);
    }

    @Test
    void textIsInTheCharsetNamedElseUtf8() {
        byte[] latin = "é".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new UrlData(latin, with("content-type", "text/plain;charset=iso-8859-1")).text())
                .isEqualTo("é");
        byte[] utf8 = "é".getBytes(StandardCharsets.UTF_8);
        assertThat(new UrlData(utf8, with("content-type", "text/plain;charset=nonsense")).text())
                .isEqualTo("é");
    }

    private static HttpUrlResponse with(String name, String value) {
        HttpHeaders headers = HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true);
        return new HttpUrlResponse(URI.create("https://example.org/"), 200, headers);
    }
}
