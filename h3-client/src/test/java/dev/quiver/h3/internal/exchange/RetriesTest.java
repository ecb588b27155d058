package dev.quiver.h3.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.internal.Failures;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.RequestOutcome;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final H3Exception rejected =
            Failures.of(Kind.STREAM_RESET, RequestOutcome.NOT_PROCESSED, ErrorScope.STREAM);

    @Test
    void whatWasNotProcessedGoesAgainOnce() {
        assertThat(Retries.again(rejected, 0, null, true)).isTrue();
        assertThat(Retries.again(rejected, 1, null, true)).isFalse();
    }

    @Test
    void whatMayHaveBeenProcessedDoesNot() {
        H3Exception unknown = Failures.of(Kind.STREAM_RESET, RequestOutcome.UNKNOWN, ErrorScope.STREAM);
        assertThat(Retries.again(unknown, 0, null, true)).isFalse();
    }

    @Test
    void whatWasCancelledOrRefusedHereDoesNot() {
        assertThat(Retries.again(Failures.of(Kind.CANCELLED), 0, null, true)).isFalse();
        assertThat(Retries.again(
                        Failures.of(Kind.H3_PROTOCOL, RequestOutcome.NOT_PROCESSED, ErrorScope.MESSAGE), 0, null, true))
                .isFalse();
    }

    @Test
    void aBodyHasToBeHadAgain() {
        assertThat(Retries.again(rejected, 0, BodyPublishers.ofString("x"), false))
                .isTrue();
        var once = BodyPublishers.ofInputStream(InputStream::nullInputStream);
        assertThat(Retries.again(rejected, 0, once, false)).isFalse();
        assertThat(Retries.again(rejected, 0, once, true)).isTrue();
    }
}
