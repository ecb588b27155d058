package dev.quiver.urlsession.internal.multipart;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBoundaryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/mixed; boundary=abc | abc",
                "Multipart/X-Mixed-Replace;charset=\"a;boundary=no\"; Boundary=\"a\\\"b c\" | a\"b c",
                "multipart/mixed ; boundary = --frame | --frame",
            })
    void isFoundAmongTheParameters(String type, String boundary) {
        assertThat(of(type)).contains(boundary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain; boundary=a",
                "multipart/byteranges; boundary=a",
                "multipart/mixed",
                "multipart/mixed; boundary=",
                "multipart/mixed; boundary=\"a \"",
                "multipart/mixed; boundary=12345678901234567890123456789012345678901234567890123456789012345678901",
                "multipart/mixed; x-boundary=a"
            })
    void isNotThere(String type) {
        assertThat(of(type)).isEmpty();
    }

    private static Optional<String> of(String type) {
        return MultipartBoundary.of(HttpHeaders.of(Map.of("content-type", List.of(type)), (name, value) -> true));
    }
}
