package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuiverCommandTest {
    @Test
    void helpTeachesWithExamplesInEightyColumns() {
        Captured help = Captured.run("get", "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.text()).contains("Examples:", "quiver get -o big.iso", "--connect-to", "Exit codes");
        assertThat(help.text().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(help.text()).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "certs", "compare", "interop", "serve", "ws", "demo"})
    void everyCommandIsListedAndHasItsHelp(String command) {
        assertThat(Captured.run("--help").text()).containsPattern("(?m)^ +" + command + " ");
        Captured help = Captured.run(command, "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.text()).contains("quiver " + command);
    }

    @Test
    void versionNamesThisBuildAndWhatItStandsOn() {
        Captured version = Captured.run("--version");
        assertThat(version.exit()).isZero();
        assertThat(version.text())
                .startsWith("quiver ")
                .contains("Netty", "Java")
                .doesNotContain("unknown", "${");
    }

    @Test
    void noCommandIsAUsageError() {
        Captured none = Captured.run();
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("get").contains("--help");
        assertThat(none.out()).isEmpty();
    }
}
