package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.TaskTimeouts.Action;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskTimeoutsTest {
    private static final long START = 1_000_000;
    private static final long SECOND = 1_000_000_000L;

    private final TaskTimeouts timeouts = new TaskTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(100), START);

    @Test
    void waitsForTheNearerOfTheTwoLimits() {
        assertThat(timeouts.at(START)).isEqualTo(new Action.Wait(60 * SECOND));
        timeouts.progress(START + 50 * SECOND);
        assertThat(timeouts.at(START + 50 * SECOND)).isEqualTo(new Action.Wait(50 * SECOND));
    }

    @Test
    void expiresOfSilenceAtTheLimitAndNotBefore() {
        assertThat(timeouts.at(START + 60 * SECOND - 1)).isEqualTo(new Action.Wait(1));
        assertThat(timeouts.at(START + 60 * SECOND))
                .isEqualTo(new Action.Expire("nothing moved for 60 s (timeoutInterval)"));
    }

    @Test
    void progressStartsTheSilenceAgain() {
        timeouts.progress(START + 59 * SECOND);
        assertThat(timeouts.at(START + 61 * SECOND)).isInstanceOf(Action.Wait.class);
    }

    @Test
    void noProgressStretchesTheWhole() {
        for (int second = 0; second <= 100; second++) {
            timeouts.progress(START + second * SECOND);
        }
        assertThat(timeouts.at(START + 100 * SECOND))
                .isEqualTo(new Action.Expire("it took longer than 100 s in all (timeoutIntervalForResource)"));
    }

    @Test
    void progressToldLateMovesNothingBack() {
        timeouts.progress(START + 50 * SECOND);
        timeouts.progress(START + 10 * SECOND);
        assertThat(timeouts.at(START + 90 * SECOND)).isInstanceOf(Action.Wait.class);
    }

    @Test
    void survivesAClockThatWrapsAround() {
        long late = Long.MAX_VALUE - SECOND;
        TaskTimeouts wrapping = new TaskTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(9), late);
        assertThat(wrapping.at(late + SECOND + 1)).isInstanceOf(Action.Wait.class);
        assertThat(wrapping.at(late + 3 * SECOND)).isInstanceOf(Action.Expire.class);
    }

    @Test
    void nothingRunsWhileSuspended() {
        timeouts.suspend(START + 50 * SECOND);
        assertThat(timeouts.at(START + 500 * SECOND)).isEqualTo(new Action.Rest());
        timeouts.resume(START + 500 * SECOND);
        assertThat(timeouts.at(START + 500 * SECOND)).isEqualTo(new Action.Wait(50 * SECOND));
        assertThat(timeouts.at(START + 550 * SECOND)).isInstanceOf(Action.Expire.class);
    }

    @Test
    void silenceIsMeasuredOnlyWhileSomethingIsOwed() {
        timeouts.listening(false, START + 10 * SECOND);
        assertThat(timeouts.at(START + 80 * SECOND)).isEqualTo(new Action.Wait(20 * SECOND));
        timeouts.listening(true, START + 30 * SECOND);
        assertThat(timeouts.at(START + 89 * SECOND)).isInstanceOf(Action.Wait.class);
        assertThat(timeouts.at(START + 90 * SECOND)).isInstanceOf(Action.Expire.class);
    }
}
