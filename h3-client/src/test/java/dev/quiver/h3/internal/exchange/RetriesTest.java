package dev.quiver.h3.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.internal.Failures;
import dev.quiver.h3.internal.exchange.Retries.Again;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final H3Exception rejected =
            Failures.of(Kind.STREAM_RESET, RequestOutcome.NOT_PROCESSED, ErrorScope.STREAM);

    @Test
    void whatWasNotProcessedGoesAgainOnceAndThenByTcp() {
        for (boolean safe : new boolean[] {true, false}) {
            assertThat(Retries.after(rejected, 0, safe, true, true)).isEqualTo(Again.ELSEWHERE);
            assertThat(Retries.after(rejected, 1, safe, true, true)).isEqualTo(Again.BY_TCP);
            for (int tries = 0; tries < Retries.MOST_WITHOUT_TCP; tries++) {
                assertThat(Retries.after(rejected, tries, safe, true, false)).isEqualTo(Again.ELSEWHERE);
            }
            assertThat(Retries.after(rejected, Retries.MOST_WITHOUT_TCP, safe, true, false))
                    .isEqualTo(Again.NOT);
            assertThat(Retries.after(rejected, 2, safe, true, true)).isEqualTo(Again.NOT);
        }
    }

    @Test
    void whatMayHaveBeenProcessedDoesNot() {
        H3Exception unknown = Failures.of(Kind.STREAM_RESET, RequestOutcome.UNKNOWN, ErrorScope.STREAM);
        assertThat(Retries.after(unknown, 0, true, true, true)).isEqualTo(Again.NOT);
    }

    @Test
    void aSafeRequestWhoseConnectionIsLostBeforeAnAnswerGoesAgainOnce() {
        H3Exception lost = lost(Origin.TIMEOUT, Progress.NONE);
        assertThat(Retries.after(lost, 0, true, true, true)).isEqualTo(Again.ELSEWHERE);
        assertThat(Retries.after(lost, 1, true, true, true)).isEqualTo(Again.NOT);
        assertThat(Retries.after(lost, 0, false, true, true)).as("not safe").isEqualTo(Again.NOT);
        assertThat(Retries.after(lost(Origin.TIMEOUT, new Progress(0, true, 0)), 0, true, true, true))
                .as("it had an answer")
                .isEqualTo(Again.NOT);
        assertThat(Retries.after(lost(Origin.LOCAL, Progress.NONE), 0, true, true, true))
                .as("this side ended it")
                .isEqualTo(Again.NOT);
    }

    private static H3Exception lost(Origin origin, Progress progress) {
        return new H3Exception(
                Kind.TIMEOUT,
                ErrorScope.CONNECTION,
                origin,
                null,
                RequestOutcome.UNKNOWN,
                "lost",
                null,
                progress,
                H3Exception.Setting.UNKNOWN);
    }

    @Test
    void whatWentEarlyGoesAgainOnceWhenTheServerBrokeARule() {
        H3Exception broken = Failures.of(Kind.H3_PROTOCOL, RequestOutcome.UNKNOWN, ErrorScope.CONNECTION);
        assertThat(Retries.afterBrokenResumption(broken, 0)).isTrue();
        assertThat(Retries.afterBrokenResumption(broken, 1)).isFalse();
        assertThat(Retries.afterBrokenResumption(broken.with(new Progress(0, true, 0), H3Exception.Setting.UNKNOWN), 0))
                .as("it had an answer")
                .isFalse();
        assertThat(Retries.afterBrokenResumption(
                        Failures.of(Kind.H3_PROTOCOL, RequestOutcome.UNKNOWN, ErrorScope.STREAM), 0))
                .as("the request's own")
                .isFalse();
        assertThat(Retries.afterBrokenResumption(lost(Origin.LOCAL, Progress.NONE), 0))
                .as("no rule was broken")
                .isFalse();
    }

    @Test
    void whatWasCancelledOrRefusedHereDoesNot() {
        assertThat(Retries.after(Failures.of(Kind.CANCELLED), 0, true, true, true))
                .isEqualTo(Again.NOT);
        assertThat(Retries.after(
                        Failures.of(Kind.H3_PROTOCOL, RequestOutcome.NOT_PROCESSED, ErrorScope.MESSAGE),
                        0,
                        true,
                        true,
                        true))
                .isEqualTo(Again.NOT);
    }

    @Test
    void aBodyHasToBeHadAgain() {
        assertThat(Retries.after(rejected, 0, true, false, true)).isEqualTo(Again.NOT);
        assertThat(Retries.replayable(null, false)).isTrue();
        assertThat(Retries.replayable(BodyPublishers.ofString("x"), false)).isTrue();
        var once = BodyPublishers.ofInputStream(InputStream::nullInputStream);
        assertThat(Retries.replayable(once, false)).isFalse();
        assertThat(Retries.replayable(once, true)).isTrue();
    }
}
