package dev.quiver.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlCheckTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.org, https://example.org/",
        "HTTPS://example.org:8443/a?b=c#d, https://example.org:8443/a?b=c",
        "https://example.org/a%20b, https://example.org/a%20b",
        "https://example.org/ü, https://example.org/%C3%BC",
        "https://bücher.example/, https://xn--bcher-kva.example/",
        "https://[::1]:4433/x, https://[::1]:4433/x",
        "https://127.0.0.1?q, https://127.0.0.1/?q",
        "http://localhost:80/, http://localhost:80/",
    })
    void fetches(String typed, String url) throws TransferException {
        assertThat(UrlCheck.parse(typed)).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "example.org",
                "example.org/path",
                "localhost:443",
                "https://",
                "https:///x",
                "https://:443/",
                "ftp://example.org/",
                "https://example.org:0/",
                "https://example.org:65536/",
                "https://example.org:99999999999/",
                "https://example.org:x/",
                "https://exa mple.org/",
                "https://example.org/a b",
                "https://[::1/",
                "https://a_b.example/|",
                "https://user:secret@example.org/",
                "::::",
                "https://example..org/"
            })
    void refusesWithItsOwnKind(String typed) {
        TransferException refused = catchThrowableOfType(TransferException.class, () -> UrlCheck.parse(typed));
        assertThat(refused.failure().kind()).isEqualTo(ErrorKind.BAD_URL);
        assertThat(refused.failure().exitCode()).isEqualTo(3);
        assertThat(refused.failure().outcome()).isEqualTo("NOT_PROCESSED");
        assertThat(refused).hasMessageStartingWith("bad URL");
    }

    @Test
    void saysWhatToWriteInstead() {
        assertThat(catchThrowableOfType(TransferException.class, () -> UrlCheck.parse("example.org/x")))
                .hasMessageContaining("https://example.org/x");
    }

    @Test
    void repeatsNoPassword() {
        assertThat(catchThrowableOfType(TransferException.class, () -> UrlCheck.parse("https://u:secret@example.org/"))
                        .getMessage())
                .contains("-u user:password")
                .doesNotContain("secret");
    }
}
