package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is sent. */
class CompareUsageTest {
    private static final String URL = "https://127.0.0.1:1/";

    private static Captured compare(String options, String url) {
        List<String> args = new ArrayList<>(List.of("compare"));
        Arrays.stream(options.split(" ")).filter(word -> !word.isEmpty()).forEach(args::add);
        args.add(url);
        return Captured.run(args.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--repeat 0",
                "--clients curl",
                "--no-http3",
                "--loss 101",
                "--loss -1",
                "--loss NaN",
                "--delay -1",
                "--delay x",
                "--rate -5",
                "--rate 1e9",
                "--delay 1,2 --loss 1,2",
                "--plot times.png",
                "-X GET -d x",
                "-T -",
                "-d @-",
                "--cacert f --insecure",
                "-4 -6",
                "--timeout 0",
                "--proxy h:1",
                "-H host:x"
            })
    void refuses(String options) {
        Captured run = compare(options, URL);
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank().doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test
    void aBodyWithGetIsForThoseWhoSendIt() {
        Captured run = compare("-X GET -d x --clients quiver,jdk --repeat 1", URL);
        assertThat(run.exit()).as(run.err()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/", "127.0.0.1", "ftp://127.0.0.1/"})
    void refusesWhatHttp3CannotFetch(String url) {
        Captured run = compare("", url);
        assertThat(run.exit()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).startsWith("quiver: (3) bad URL");
    }

    @Test
    void namesTheFileOfAnchorsThatIsNotThere() {
        assertThat(compare("--cacert not-there.pem", URL).exit()).isEqualTo(77);
    }

    @Test
    void helpFitsIntoEightyColumns() {
        Captured help = Captured.run("compare", "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.text()).contains("Examples:", "--repeat", "Exit codes");
        assertThat(help.text().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }
}
