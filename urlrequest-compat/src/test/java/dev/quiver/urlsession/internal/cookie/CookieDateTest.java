package dev.quiver.urlsession.internal.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieDateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Wed, 21 Oct 2026 07:28:00 GMT | 2026-10-21T07:28:00Z",
                "Wednesday, 21-Oct-26 07:28:00 GMT | 2026-10-21T07:28:00Z",
                "Wed Oct 21 07:28:00 2026 | 2026-10-21T07:28:00Z",
                "21 oct 2026 7:8:9 | 2026-10-21T07:08:09Z",
                "2026 october 21 07:28:00 PST | 2026-10-21T07:28:00Z",
                "1 Jan 70 00:00:00 | 1970-01-01T00:00:00Z",
                "1 Jan 69 00:00:00 | 2069-01-01T00:00:00Z",
                "29 Feb 2028 23:59:59 | 2028-02-29T23:59:59Z",
                "07:28:00x 21th Octopus 2026y | 2026-10-21T07:28:00Z",
                "10:11:12 13 Dec 1601 | 1601-12-13T10:11:12Z",
            })
    void dates(String text, Instant expected) {
        assertThat(CookieDate.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "21 Oct 2026",
                "21 Oct 07:28:00",
                "Oct 2026 07:28:00",
                "31 Feb 2026 07:28:00",
                "29 Feb 2027 07:28:00",
                "0 Oct 2026 07:28:00",
                "32 Oct 2026 07:28:00",
                "21 Oct 1600 07:28:00",
                "21 Oct 2026 24:00:00",
                "21 Oct 2026 07:60:00",
                "21 Oct 2026 07:28:60",
                "21 Oct 20266 07:28:00",
                "21 Oct 2026 07:28",
                "21 Oct 2026 007:28:00",
                "21 janfeb-no 7:28:00",
                "21 anf 2026 07:28:00"
            })
    void noDates(String text) {
        assertThat(CookieDate.parse(text)).isNull();
    }

    @Property(tries = 2000)
    void anythingIsADateOrNone(@ForAll String text) {
        CookieDate.parse(text);
    }
}
