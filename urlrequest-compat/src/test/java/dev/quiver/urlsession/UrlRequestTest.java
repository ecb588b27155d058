package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRequestTest {
    private static final URI URL = URI.create("https://example.org/");

    @Test
    void isAGetUnlessToldOtherwise() {
        UrlRequest request = UrlRequest.of(URL);
        assertThat(request.httpMethod()).isEqualTo("GET");
        assertThat(request.httpBody()).isEmpty();
        assertThat(request.timeoutInterval()).isEmpty();
        assertThat(request.headers().map()).isEmpty();
    }

    @Test
    void setReplacesAndAddKeepsWhateverTheCase() {
        UrlRequest request = UrlRequest.newBuilder(URL)
                .setValue("Accept", "text/html")
                .setValue("accept", "text/plain")
                .addValue("ACCEPT", "text/css")
                .build();
        assertThat(request.headers().allValues("accept")).containsExactly("text/plain", "text/css");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a:b", "é", "a\r\nb", "Host", "content-length", "Connection", "Transfer-Encoding"})
    void refusesFieldNamesThatCannotBeSent(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UrlRequest.newBuilder(URL).setValue(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\u0000b", "a\u007fb", "a\u0100b"})
    void refusesFieldValuesThatCannotBeSent(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UrlRequest.newBuilder(URL).addValue("x-test", value));
    }

    @Test
    void refusesABodyOnAGet() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> UrlRequest.newBuilder(URL).httpBody(new byte[1]).build())
                .withMessageContaining("httpMethod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G T", "CONNECT", "GET\r\n"})
    void refusesMethodsThatCannotBeSent(String method) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UrlRequest.newBuilder(URL).httpMethod(method));
    }

    @Test
    void refusesTimeoutsThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UrlRequest.newBuilder(URL).timeoutInterval(Duration.ZERO));
    }
}
