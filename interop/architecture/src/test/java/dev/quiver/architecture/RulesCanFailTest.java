package dev.quiver.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule is given classes that break it, from the fixture packages beside this one, and must name them. */
class RulesCanFailTest {

    private static final JavaClasses FIXTURES = new ClassFileImporter()
            .withImportOption(location -> location.contains("/test-classes/"))
            .importPackages("dev.quiver");

    static Stream<Arguments> rulesAndWhoBreaksThem() {
        return Stream.of(
                Arguments.of(Rules.noNettyInSignatures(), List.of("LeaksNetty")),
                Arguments.of(Rules.noInternalTypesInSignatures(), List.of("LeaksInternal", "PeeksInside")),
                Arguments.of(Rules.nettyOnlyInInternalPackages(), List.of("LeaksNetty", "SecondHttp3Door")),
                Arguments.of(Rules.nettyOnlyInModulesThatCarryIt(), List.of("CarriesNetty")),
                Arguments.of(Rules.quicCodecOnlyInQuicGroup(), List.of("Borrows")),
                Arguments.of(
                        Rules.internalsStayInside(module("quic-group")), List.of("PeeksInside", "SecondHttp3Door")),
                Arguments.of(Rules.internalsStayInside(module("h3-client")), List.of("KnowsTheClient")),
                Arguments.of(Rules.layersOf(module("quic-group")), List.of("LooksUp")),
                Arguments.of(Rules.layersOf(module("interop/testkit")), List.of("KnowsTheClient")),
                Arguments.of(Rules.systemLoggerOnly(), List.of("LogsElsewhere")),
                Arguments.of(Rules.librariesDoNotPrint(), List.of("Prints")),
                Arguments.of(Rules.namesSayWhatAClassIs(), List.of("ThingManager")));
    }

    @ParameterizedTest
    @MethodSource("rulesAndWhoBreaksThem")
    void ruleNamesWhoBreaksIt(ArchRule rule, List<String> breakers) {
        List<String> report = rule.evaluate(FIXTURES).getFailureReport().getDetails();
        assertThat(breakers).allSatisfy(breaker -> assertThat(report).anyMatch(line -> line.contains(breaker)));
        // …and nobody else: what the rule allows stays allowed.
        assertThat(report).allMatch(line -> breakers.stream().anyMatch(line::contains));
    }

    @Test
    void twoDoorsToACodecAreSeen() {
        assertThat(CodecPackages.touching(FIXTURES, "dev.quiver.quic", "io.netty.handler.codec.quic"))
                .containsExactly("dev.quiver.quic.internal.fixture", "dev.quiver.quic.internal.spi");
        assertThat(CodecPackages.touching(FIXTURES, "dev.quiver.h3", "io.netty.handler.codec.http3"))
                .containsExactly("dev.quiver.h3.fixture", "dev.quiver.h3.internal.fixture");
    }

    private static Module module(String folder) {
        return Module.ALL.stream()
                .filter(module -> module.folder().equals(folder))
                .findFirst()
                .orElseThrow();
    }
}
