package dev.quiver.cli.compare;

import static dev.quiver.cli.compare.Samples.answered;
import static dev.quiver.cli.compare.Samples.comparison;
import static dev.quiver.cli.compare.Samples.failed;
import static dev.quiver.cli.compare.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.transfer.ErrorKind;
import org.junit.jupiter.api.Test;

/** The exit code: failures first, then differences. */
class UrlComparisonTest {
    private static final Sample GOOD = answered(200, "body");

    private static int exit(ClientRun quiver, ClientRun okhttp, ClientRun jdk) {
        return comparison(null, quiver, okhttp, jdk).exitCode();
    }

    @Test
    void allAlikeIsZero() {
        assertThat(exit(run(GOOD), run(GOOD), run(GOOD))).isZero();
    }

    @Test
    void anotherStatusOrBodyIsOne() {
        assertThat(exit(run(GOOD), run(answered(500, "body")), run(GOOD))).isEqualTo(1);
        assertThat(exit(run(answered(200, "other")), run(GOOD), run(GOOD))).isEqualTo(1);
    }

    @Test
    void aFailureTellsMoreThanADifference() {
        assertThat(exit(run(GOOD), run(answered(500, "body")), run(failed(ErrorKind.TIMEOUT))))
                .isEqualTo(28);
    }

    @Test
    void theFirstClientsFailureCounts() {
        assertThat(exit(run(failed(ErrorKind.CERTIFICATE_REJECTED)), run(failed(ErrorKind.TIMEOUT)), run(GOOD)))
                .isEqualTo(60);
    }

    @Test
    void oneFailureAmongManyAnswersIsAFailure() {
        assertThat(exit(run(GOOD), run(GOOD, failed(ErrorKind.PORT_CLOSED), GOOD), run(GOOD)))
                .isEqualTo(7);
    }

    @Test
    void whatWasNotMeasuredDoesNotCount() {
        assertThat(exit(run(GOOD), ClientRun.none("no root"), ClientRun.none("no root")))
                .isZero();
    }
}
