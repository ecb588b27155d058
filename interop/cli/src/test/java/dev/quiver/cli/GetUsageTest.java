package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused with exit code 2 before anything is sent. */
class GetUsageTest {
    private static final String URL = "https://127.0.0.1:1/";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--early-data",
                "--early-data --repeat 2",
                "--early-data --fresh",
                "--early-data --repeat 1 --fresh",
                "--early-data --repeat 2 --fresh --no-http3",
                "--early-data --repeat 2 --fresh --proxy h:1",
                "--early-data --repeat 2 --fresh -d x",
                "--key b.pem",
                "--http3-only --no-http3",
                "--connect-to h:1 --no-http3",
                "--resolve a:1:127.0.0.1 --no-http3",
                "-4 -6",
                "-4 --no-http3",
                "--keylog f --no-http3",
                "--qlog d --no-http3",
                "--proxy h:1 --http3-only",
                "--proxy h:1 --connect-to h:1",
                "--cacert f --insecure",
                "-d x -T /dev/null",
                "-I -d x",
                "-I -X GET",
                "-I -o f",
                "--repeat 0",
                "--repeat -1",
                "--repeat x",
                "-o f https://127.0.0.1:1/second",
                "--connect-to h",
                "--connect-to h:0",
                "--resolve h:1",
                "--resolve h:1:name",
                "--pin nonsense",
                "--pin sha256/short",
                "--timeout 0",
                "--timeout -1",
                "--timeout x",
                "--timeout 1e99",
                "--connect-timeout 0",
                "-T missing-file",
                "-d @missing-file",
                "-T .",
                "-d @- --repeat 2",
                "-d a -d @-",
                "-u name",
                "-H nonsense",
                "-H host:x",
                "-H content-length:1",
                "-X CONNECT",
                "-X G:T",
                "--no-such-option",
                "--proxy socks5://h:1",
                "--proxy u:p@h:1"
            })
    void refuses(String options) {
        List<String> args = new ArrayList<>(List.of("get"));
        args.addAll(Arrays.asList(options.split(" ")));
        args.add(URL);
        Captured run = Captured.run(args.toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank().doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test
    void refusesALineEndInAField() {
        assertThat(Captured.run("get", "-H", "a: b\r\nc: d", URL).exit()).isEqualTo(2);
    }

    @Test
    void refusesAGetOfNothing() {
        assertThat(Captured.run("get").exit()).isEqualTo(2);
    }

    @Test
    void repeatsNoCredentialsOfAProxy() {
        assertThat(Captured.run("get", "--proxy", "u:secret@h:1", URL).err()).doesNotContain("secret");
    }
}
