package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the tables in docs names something that exists: a symbol of ours and a test, or gives a reason. */
class SymbolTableTest {
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*(?:\\.\\w+)*)`");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))(?:\\.(\\w+))?`");

    record Row(String theirs, String ours, String shown) {}

    static Stream<Row> symbols() throws IOException {
        return rows("urlsession.md");
    }

    static Stream<Row> scenarios() throws IOException {
        return rows("urlsession-corelibs.md");
    }

    @ParameterizedTest
    @MethodSource("symbols")
    void aSymbolHasATestOrAReason(Row row) throws Exception {
        Matcher ours = NAME.matcher(row.ours());
        if (ours.find()) {
            checkSymbol(ours.group(1));
            checkTests(row);
        } else {
            assertThat(row.ours()).isEqualTo("—");
            assertThat(row.shown()).as("the reason").hasSizeGreaterThan(20);
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aScenarioHasATestOrAReason(Row row) throws Exception {
        assertThat(row.theirs()).startsWith("`test_");
        if (row.ours().equals("—")) {
            assertThat(row.shown()).as("the reason").hasSizeGreaterThan(20);
        } else {
            checkTests(new Row(row.theirs(), row.ours(), row.ours()));
        }
    }

    @Test
    void noScenarioIsForgotten() throws IOException {
        assertThat(scenarios().map(Row::theirs)).doesNotHaveDuplicates().hasSize(85);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UrlSession.nothingOfTheKind", "NoSuchType"})
    void aNameThatIsNoneIsFound(String name) {
        assertThat(exists(name)).isFalse();
    }

    private static void checkSymbol(String name) {
        assertThat(exists(name)).as(name).isTrue();
    }

    private static void checkTests(Row row) throws Exception {
        Matcher test = TEST.matcher(row.shown());
        assertThat(test.find()).as("a test of " + row.theirs()).isTrue();
        do {
            Class<?> found = Class.forName(packageOf(test.group(1)) + "." + test.group(1));
            if (test.group(2) != null) {
                String method = test.group(2);
                assertThat(found.getDeclaredMethods())
                        .extracting(Method::getName)
                        .contains(method);
            }
        } while (test.find());
    }

    /** Tests of internal parts stand beside them. */
    private static String packageOf(String test) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            Path file = files.filter(path -> path.endsWith(test + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no such test: " + test));
            return Path.of("src/test/java")
                    .relativize(file)
                    .getParent()
                    .toString()
                    .replace('/', '.')
                    .replace('\\', '.');
        }
    }

    private static boolean exists(String name) {
        String[] parts = name.split("\\.");
        try {
            Class<?> type = Class.forName("dev.quiver.urlsession." + parts[0]);
            for (int i = 1; i < parts.length; i++) {
                String part = parts[i];
                if (Character.isUpperCase(part.charAt(0)) && !part.equals(part.toUpperCase(Locale.ROOT))) {
                    type = Class.forName(type.getName() + "$" + part);
                } else {
                    return Arrays.stream(type.getMethods())
                                    .anyMatch(method -> method.getName().equals(part))
                            || Arrays.stream(type.getFields())
                                    .anyMatch(field -> field.getName().equals(part));
                }
            }
            return true;
        } catch (ClassNotFoundException none) {
            return false;
        }
    }

    private static Stream<Row> rows(String page) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs", page));
        return lines.stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1, line.lastIndexOf('|')).split("\\|", 3))
                .map(cells -> new Row(cells[0].strip(), cells[1].strip(), cells[2].strip()));
    }
}
