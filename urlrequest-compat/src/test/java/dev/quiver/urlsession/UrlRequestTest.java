package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
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
                .isThrownBy(() -> UrlRequest.newBuilder(URL).setValue(name, "x").build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\u0000b", "a\u007fb", "a\u0100b"})
    void refusesFieldValuesThatCannotBeSent(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        UrlRequest.newBuilder(URL).addValue("x-test", value).build());
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
                .isThrownBy(() -> UrlRequest.newBuilder(URL).httpMethod(method).build());
    }

    @Test
    void takesTimeoutsAtTheirLimitsAndNoneBeyond() {
        assertThat(timed(Duration.ofNanos(1)).build().timeoutInterval()).contains(Duration.ofNanos(1));
        assertThat(timed(Duration.ofDays(365)).build().timeoutInterval()).contains(Duration.ofDays(365));
        for (Duration bad : List.of(
                Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(365).plusNanos(1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> timed(bad).build());
        }
    }

    @Test
    void aCopyIsTheSameButForWhatIsChanged() {
        UrlRequest request = UrlRequest.newBuilder(URL)
                .httpMethod("PUT")
                .setValue("x-test", "1")
                .httpBody(new byte[3])
                .timeoutInterval(Duration.ofSeconds(3))
                .cachePolicy(CachePolicy.RETURN_CACHE_DATA_DONT_LOAD)
                .networkServiceType(NetworkServiceType.BACKGROUND)
                .mainDocumentUrl(URI.create("https://example.org/"))
                .assumesHttp3Capable(true)
                .httpShouldHandleCookies(false)
                .build();
        UrlRequest copy = request.toBuilder().setValue("x-other", "2").build();
        assertThat(copy.headers().map()).containsOnlyKeys("x-test", "x-other");
        assertThat(copy).usingRecursiveComparison().ignoringFields("headers").isEqualTo(request);
        assertThat(request.headers().map()).containsOnlyKeys("x-test");
    }

    private static UrlRequest.Builder timed(Duration interval) {
        return UrlRequest.newBuilder(URL).timeoutInterval(interval);
    }
}
