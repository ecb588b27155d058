package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainInspectorTest {
    static Stream<ChainCase> cases() {
        return ChainCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsWhatThereIs(ChainCase chain) {
        ChainReport report = chain.inspect();
        assertThat(ChainCase.written(report.findings())).as("%s", report).isEqualTo(chain.expected());
        if (chain.trusted() != null) {
            assertThat(report.trusted()).as("%s", report.verdict()).isEqualTo(chain.trusted());
        }
    }
}
