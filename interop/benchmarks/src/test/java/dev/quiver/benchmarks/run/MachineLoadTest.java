package dev.quiver.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MachineLoadTest {
    @Test
    void theMachineIsBusyWithProcessesAndWithWhatAHypervisorTook() {
        String stat = "cpu  100 20 30 4000 50 6 7 8 9 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n";
        assertThat(MachineLoad.busy(stat)).isEqualTo(100 + 20 + 30 + 8);
    }

    @Test
    void aProcessUsedWhatItsChildrenUsedWhateverItsName() {
        String stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 1 2 3 4 500 60 7000 80000 20 0 3 0 99 1000 100";
        assertThat(MachineLoad.used(stat)).isEqualTo(500 + 60 + 7000 + 80000);
    }

    @Test
    void othersHaveWhatIsLeft() {
        MachineLoad then = new MachineLoad(1_000, 100, 0);
        MachineLoad now = new MachineLoad(1_700, 500, 2_000_000_000);
        assertThat(now.othersSince(then)).isEqualTo(1.5);
        assertThat(new MachineLoad(1_000, 200, 1_000_000_000).othersSince(then)).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisSystemTells() {
        MachineLoad now = MachineLoad.now(List.of(ProcessHandle.current().pid()));
        assertThat(now).isNotNull();
        assertThat(now.busyTicks()).isPositive();
        assertThat(now.ownTicks()).isPositive();
    }

    @Test
    void ofAProcessThatIsGoneNothingIsSaid() {
        assertThat(MachineLoad.now(List.of(Long.MAX_VALUE))).isNull();
    }
}
