package dev.quiver.bridges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.okhttp.Obstacle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/bridges.md says is there: its code is compiled, its obstacles are all of them. */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "..", "docs", "bridges.md");
    private static final Path RECIPES =
            Path.of("src", "test", "java", "dev", "quiver", "bridges", "example", "Recipes.java");

    @Test
    void everyBlockIsCompiled() throws Exception {
        List<MatchResult> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .toList();
        assertThat(blocks).hasSizeGreaterThan(6);
        String recipes = unindented(Files.readString(RECIPES));
        for (MatchResult block : blocks) {
            assertThat(recipes).contains(unindented(block.group(1)));
        }
    }

    @Test
    void everyObstacleIsInTheTable() throws Exception {
        List<String> written = Pattern.compile("\\| `([A-Z_0-9]+)` \\|")
                .matcher(Files.readString(GUIDE))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Obstacle.values()).map(Enum::name).toList());
    }

    private static String unindented(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
