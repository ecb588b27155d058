package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documents say is there: the code of the guide is compiled, the classes of the RFC's coverage exist. */
class GuideTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?:<!-- (\\S+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:#(\\w+))?`");

    @ParameterizedTest
    @CsvSource({"h3-client.md, 6", "observability.md, 2"})
    void everyBlockIsPartOfTheClassItNames(String document, int least) throws Exception {
        List<MatchResult> blocks =
                new ArrayList<>(BLOCK.matcher(document(document)).results().toList());
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(least);
        for (MatchResult block : blocks) {
            assertThat(block.group(1))
                    .as("the class above the block:\n" + block.group(2))
                    .isNotNull();
            Path source = Path.of("src", "test", "java", "dev", "quiver", "h3").resolve(block.group(1));
            assertThat(unindented(Files.readString(source))).as(block.group(1)).contains(unindented(block.group(2)));
        }
    }

    @Test
    void everyDifferenceOfTheContractIsInTheTable() throws Exception {
        Class<?> differences = Class.forName("dev.quiver.h3.contract.Difference");
        List<String> held = Arrays.stream(differences.getEnumConstants())
                .map(Object::toString)
                .toList();
        List<String> written = Pattern.compile("\\| `([A-Z_]+)` \\|")
                .matcher(document("h3-client.md").split("## What differs", -1)[1])
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(written).containsExactlyInAnyOrderElementsOf(held);
    }

    @Test
    void theClassesAndTestsOfTheCoverageExist() throws Exception {
        String coverage = document("rfc-coverage.md");
        List<MatchResult> named = NAMED.matcher(coverage).results().toList();
        assertThat(named).hasSizeGreaterThan(60);
        List<Path> sources;
        try (Stream<Path> h3 = Files.walk(Path.of("src"));
                Stream<Path> quic = Files.walk(ROOT.resolve("quic-group").resolve("src"));
                Stream<Path> session =
                        Files.walk(ROOT.resolve("urlrequest-compat").resolve("src"))) {
            sources = Stream.concat(Stream.concat(h3, quic), session).toList();
        }
        for (MatchResult each : named) {
            List<Path> found = sources.stream()
                    .filter(path -> path.endsWith(each.group(1) + ".java"))
                    .toList();
            assertThat(found).as(each.group(1) + " of the coverage").hasSize(1);
            if (each.group(2) != null) {
                assertThat(Files.readString(found.get(0))).as(each.group()).contains(" " + each.group(2) + "(");
            }
        }
        for (String row :
                coverage.lines().filter(line -> line.startsWith("| §")).toList()) {
            assertThat(row.split("\\|", -1)).as(row).hasSize(6);
            assertThat(row).as("a class and a test, or a reason").containsPattern("`\\w+(Test|IT)(#\\w+)?`|not done");
        }
    }

    private static String document(String name) throws Exception {
        return Files.readString(ROOT.resolve("docs").resolve(name));
    }

    private static String unindented(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
