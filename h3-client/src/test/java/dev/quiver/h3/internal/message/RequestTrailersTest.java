package dev.quiver.h3.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTrailersTest {
    @Test
    void namesAreLowerCase() {
        FieldLines lines = RequestTrailers.of(headers("X-Digest", "abc"));
        assertThat(lines.size()).isEqualTo(1);
        assertThat(lines.first("x-digest")).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":status",
                ":path",
                "connection",
                "Transfer-Encoding",
                "upgrade",
                "keep-alive",
                "te",
                "Content-Length",
                "content-type",
                "host",
                "Authorization",
                "cookie",
                "If-None-Match",
                "range",
                "trailer",
                "a b"
            })
    void whatHasNoPlaceBehindABody(String name) {
        assertThatThrownBy(() -> RequestTrailers.of(headers(name, "1"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesAreChecked() {
        assertThatThrownBy(() -> RequestTrailers.of(headers("x-a", "1\r\nx-b: 2")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpHeaders headers(String name, String value) {
        return HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true);
    }
}
