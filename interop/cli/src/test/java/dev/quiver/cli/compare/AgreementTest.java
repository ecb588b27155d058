package dev.quiver.cli.compare;

import static dev.quiver.cli.compare.ClientName.JDK;
import static dev.quiver.cli.compare.ClientName.OKHTTP;
import static dev.quiver.cli.compare.ClientName.QUIVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgreementTest {
    @Test
    void oneValueSeenByAllIsTheSame() {
        assertThat(Agreement.of(Map.of(QUIVER, Set.of("a"), OKHTTP, Set.of("a"), JDK, Set.of("a"))))
                .isEqualTo(Agreement.SAME);
    }

    @Test
    void steadyAndUnequalIsDifferent() {
        assertThat(Agreement.of(Map.of(QUIVER, Set.of("a"), OKHTTP, Set.of("a"), JDK, Set.of("b"))))
                .isEqualTo(Agreement.DIFFERENT);
    }

    @Test
    void whatChangesForAllIsUnsteady() {
        assertThat(Agreement.of(Map.of(QUIVER, Set.of("a", "b"), OKHTTP, Set.of("c", "d"))))
                .isEqualTo(Agreement.UNSTEADY);
    }

    @Test
    void whatChangesForOneAloneIsDifferent() {
        assertThat(Agreement.of(Map.of(QUIVER, Set.of("a", "b"), OKHTTP, Set.of("a"), JDK, Set.of("a"))))
                .isEqualTo(Agreement.DIFFERENT);
    }

    @Test
    void oneOrNoneHasNothingToDifferFrom() {
        assertThat(Agreement.of(Map.of(QUIVER, Set.of("a", "b")))).isEqualTo(Agreement.SAME);
        assertThat(Agreement.of(Map.<ClientName, Set<String>>of())).isEqualTo(Agreement.SAME);
    }
}
