package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UrlSessionConfigurationTest {
    @Test
    void hasApplesDefaults() {
        UrlSessionConfiguration standard = UrlSessionConfiguration.standard();
        assertThat(standard.timeoutIntervalForRequest()).isEqualTo(Duration.ofSeconds(60));
        assertThat(standard.timeoutIntervalForResource()).isEqualTo(Duration.ofDays(7));
        assertThat(standard.httpAdditionalHeaders()).isEmpty();
    }

    @Test
    void takesIntervalsAtTheirLimitsAndNoneBeyond() {
        UrlSessionConfiguration.Builder builder = UrlSessionConfiguration.newBuilder();
        builder.timeoutIntervalForRequest(Duration.ofNanos(1)).timeoutIntervalForResource(Duration.ofDays(365));
        for (Duration bad : new Duration[] {
            Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(365).plusNanos(1), Duration.ofSeconds(Long.MAX_VALUE)
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder.timeoutIntervalForRequest(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.timeoutIntervalForResource(bad));
        }
    }

    @Test
    void isACopyThatLaterCallsDoNotChange() {
        UrlSessionConfiguration.Builder builder =
                UrlSessionConfiguration.newBuilder().httpAdditionalHeader("Accept-Language", "de");
        UrlSessionConfiguration built = builder.build();
        builder.httpAdditionalHeader("x-late", "1");
        assertThat(built.httpAdditionalHeaders()).containsOnlyKeys("accept-language");
    }

    @Test
    void takesDecodingLimitsFromOneOn() {
        UrlSessionConfiguration.Builder builder = UrlSessionConfiguration.newBuilder();
        UrlSessionConfiguration least =
                builder.maximumDecodingRatio(1).maximumDecodedLength(1).build();
        assertThat(least.maximumDecodingRatio()).isEqualTo(1);
        assertThat(least.maximumDecodedLength()).isEqualTo(1);
        builder.maximumDecodingRatio(Long.MAX_VALUE).maximumDecodedLength(Long.MAX_VALUE);
        for (long bad : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder.maximumDecodingRatio(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.maximumDecodedLength(bad));
        }
    }
}
