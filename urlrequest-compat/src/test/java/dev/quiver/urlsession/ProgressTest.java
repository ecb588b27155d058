package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void childrenStandForUnitsOfTheirParent() {
        Progress parent = Progress.of(100);
        Progress first = Progress.of(10);
        Progress second = Progress.of(4);
        parent.addChild(first, 25);
        parent.addChild(second, 75);
        first.completedUnitCount(5);
        assertThat(parent.fractionCompleted()).isEqualTo(0.125);
        first.completedUnitCount(10);
        second.completedUnitCount(1);
        assertThat(parent.fractionCompleted()).isEqualTo(0.25 + 0.75 / 4);
        assertThat(parent.completedUnitCount()).isEqualTo(25);
        assertThat(parent.isFinished()).isFalse();
        second.completedUnitCount(4);
        assertThat(parent.isFinished()).isTrue();
    }

    @Test
    void whatIsUnknownIsIndeterminate() {
        Progress progress = Progress.of(-1);
        progress.completedUnitCount(3);
        assertThat(progress.isIndeterminate()).isTrue();
        assertThat(progress.fractionCompleted()).isZero();
        progress.totalUnitCount(4);
        assertThat(progress.fractionCompleted()).isEqualTo(0.75);
    }

    @Test
    void observersOfAllAboveAreTold() {
        Progress parent = Progress.of(1);
        Progress child = Progress.of(2);
        parent.addChild(child, 1);
        List<Double> seen = new ArrayList<>();
        Runnable stop = parent.observe(progress -> seen.add(progress.fractionCompleted()));
        child.completedUnitCount(1);
        child.completedUnitCount(2);
        stop.run();
        child.completedUnitCount(0);
        assertThat(seen).containsExactly(0.5, 1.0);
    }

    @Test
    void cancellingPausingAndResumingReachAllBelowOnce() {
        Progress parent = Progress.of(1);
        Progress child = Progress.of(1);
        List<String> done = new ArrayList<>();
        child.cancellationHandler(() -> done.add("cancel"));
        child.pausingHandler(() -> done.add("pause"));
        child.resumingHandler(() -> done.add("resume"));
        parent.addChild(child, 1);
        parent.pause();
        assertThat(child.isPaused()).isTrue();
        parent.resume();
        parent.cancel();
        parent.cancel();
        assertThat(done).containsExactly("pause", "resume", "cancel");
        Progress late = Progress.of(1);
        late.cancellationHandler(() -> done.add("late"));
        parent.addChild(late, 1);
        assertThat(done).endsWith("late");
    }

    @Test
    void nothingIsBelowItself() {
        Progress parent = Progress.of(1);
        Progress child = Progress.of(1);
        parent.addChild(child, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> child.addChild(parent, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Progress.of(1).addChild(child, 1));
    }
}
