package dev.quiver.urlsession.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading Cache-Control (RFC 9111 §5.2). */
class CacheControlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=60 | 60",
                "MaX-aGe=60 | 60",
                "foobar, max-age=60 | 60",
                "max-age=003600 | 3600",
                "max-age=\"60\" | 60",
                "max-age=60, max-age=1 | 60",
                "x=\"max-age=3600\", max-age=1 | 1",
                "x=\"a\\\", max-age=5\", max-age=7 | 7",
                "max-age=99999999999999999999 | 2147483648",
                "max-age=2147483649 | 2147483648",
                "max-age=-1 | 0",
                "max-age='60' | 0",
                "max-age=60.5 | 0",
                "max-age= 60 | 0",
                "max-age | 0"
            })
    void theFirstMaxAgeCountsAndWhatIsNoNumberIsNoTime(String field, long seconds) {
        assertThat(CacheControl.of(Fields.of("Cache-Control", field)).seconds("max-age"))
                .contains(Duration.ofSeconds(seconds));
    }

    @Test
    void linesAreOneList() {
        CacheControl control = CacheControl.of(Fields.of("cache-control", "no-store", "Cache-Control", ",, max-age=5"));

        assertThat(control.has("no-store")).isTrue();
        assertThat(control.seconds("max-age")).contains(Duration.ofSeconds(5));
        assertThat(control.seconds("s-maxage")).isEmpty();
    }

    @Test
    void aQualifiedNoCacheSpeaksOfItsFieldsOnly() {
        CacheControl control = CacheControl.of(Fields.of("cache-control", "no-cache=\"Set-Cookie, b\""));

        assertThat(control.hasBare("no-cache")).isFalse();
        assertThat(control.fieldNames("no-cache")).containsExactly("set-cookie", "b");
        assertThat(CacheControl.of(Fields.of("cache-control", "no-cache=\"\"")).hasBare("no-cache"))
                .isTrue();
        assertThat(CacheControl.of(Fields.of("cache-control", "no-cache=\"a\", no-cache"))
                        .hasBare("no-cache"))
                .isTrue();
    }
}
