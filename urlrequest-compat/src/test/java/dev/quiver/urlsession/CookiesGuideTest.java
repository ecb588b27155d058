package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of docs/cookies.md is code that runs. */
class CookiesGuideTest {
    private static final Pattern BLOCK = Pattern.compile("<!-- (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyBlockIsPartOfTheTestItNames() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "cookies.md"));
        List<MatchResult> blocks = BLOCK.matcher(guide).results().toList();
        assertThat(guide.split("```java", -1)).hasSize(blocks.size() + 1).hasSizeGreaterThan(1);
        for (MatchResult block : blocks) {
            Path test = Path.of("src", "test", "java", "dev", "quiver", "urlsession")
                    .resolve(block.group(1));
            assertThat(Files.readString(test)).contains(block.group(2));
        }
    }
}
