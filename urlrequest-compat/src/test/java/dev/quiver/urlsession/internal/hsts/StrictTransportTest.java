package dev.quiver.urlsession.internal.hsts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictTransportTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "max-age=31536000, 31536000, false",
                "max-age=31536000; includeSubDomains, 31536000, true",
                "INCLUDESUBDOMAINS ; Max-Age = \"60\" ;, 60, true",
                ";; max-age=0;;, 0, false",
                "max-age=060; preload; x=\"a;b\\\"c\"; y=z, 60, false",
                "max-age=99999999999999999999, 3153600000, false",
            })
    void said(String field, long seconds, boolean subDomains) {
        assertThat(StrictTransport.parse(List.of(field)))
                .isEqualTo(new StrictTransport(Duration.ofSeconds(seconds), subDomains));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "includeSubDomains",
                "max-age",
                "max-age=",
                "max-age=x",
                "max-age=-1",
                "max-age=1 2",
                "max-age=\"1",
                "max-age=1,",
                "max-age=1; max-age=2",
                "max-age=1; includeSubDomains; includesubdomains",
                "max-age=1; includeSubDomains=x",
                "max-age=1; =x",
                "max-age=\"\""
            })
    void nothingSaid(String field) {
        assertThat(StrictTransport.parse(List.of(field))).isNull();
    }

    @Test
    void theFirstFieldCountsAlone() {
        assertThat(StrictTransport.parse(List.of())).isNull();
        assertThat(StrictTransport.parse(List.of("max-age=1", "max-age=2")))
                .isEqualTo(new StrictTransport(Duration.ofSeconds(1), false));
        assertThat(StrictTransport.parse(List.of("nonsense", "max-age=2"))).isNull();
    }

    @Property(tries = 2000)
    void anythingIsSaidOrNothing(@ForAll String field) {
        StrictTransport.parse(List.of(field));
    }
}
