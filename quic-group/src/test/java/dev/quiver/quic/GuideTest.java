package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code in docs/quic-group.md and docs/certificates.md is code that is compiled here. */
class GuideTest {
    private static final Pattern BLOCK = Pattern.compile("(?:<!-- (\\S+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"quic-group.md", "certificates.md"})
    void everyBlockIsPartOfTheClassItNames(String page) throws Exception {
        String guide = Files.readString(Path.of("..", "docs", page));
        List<MatchResult> blocks =
                new ArrayList<>(BLOCK.matcher(guide).results().toList());
        assertThat(blocks).hasSizeGreaterThan(4);
        for (MatchResult block : blocks) {
            assertThat(block.group(1))
                    .as("the class above the block:\n" + block.group(2))
                    .isNotNull();
            Path source =
                    Path.of("src", "test", "java", "dev", "quiver", "quic").resolve(block.group(1));
            assertThat(unindented(Files.readString(source))).as(block.group(1)).contains(unindented(block.group(2)));
        }
    }

    private static String unindented(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
