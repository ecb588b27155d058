package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.transfer.StopSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeIT {
    private final StopSignal stop = new StopSignal();
    private final CompletableFuture<String> said = new CompletableFuture<>();
    private CompletableFuture<Integer> run = CompletableFuture.completedFuture(0);

    @TempDir
    Path folder;

    @AfterEach
    void end() throws Exception {
        stop.raise();
        run.get(30, TimeUnit.SECONDS);
    }

    @Test
    void saysWhereItIsAndHowToFetchFromIt() throws Exception {
        serve("serve");
        Path ca = Path.of(find("CA certificate: (.+)"));
        Captured fetched = fetch("headers");
        assertThat(fetched.exit()).as(fetched.err()).isZero();
        assertThat(fetched.text()).startsWith("GET /headers");
        assertThat(find("(quiver get --cacert .+)")).contains(ca.toString(), find("Listening on (\\S+)"));
        stop.raise();
        assertThat(run.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(ca).doesNotExist();
        assertThat(ca.getParent()).doesNotExist();
    }

    @Test
    void servesADirectoryToo() throws Exception {
        Path site = Files.createDirectories(folder.resolve("site/sub dir"));
        Files.writeString(folder.resolve("site/a.txt"), "of the site");
        Files.writeString(site.resolve("index.html"), "<p>index");
        Files.writeString(folder.resolve("secret"), "not for you");
        serve(
                "serve",
                "--certs",
                folder.resolve("pki").toString(),
                folder.resolve("site").toString());
        assertThat(fetch("a.txt").text()).isEqualTo("of the site");
        assertThat(fetch("").text()).contains("<a href=\"./a.txt\">a.txt</a>", "./sub%20dir/");
        assertThat(fetch("sub%20dir/").text()).isEqualTo("<p>index");
        assertThat(fetch("bytes/3").out()).hasSize(3);
        for (String outside : new String[] {"../secret", "%2e%2e/secret", "sub%20dir/..%2f../..%2fsecret", "none"}) {
            Captured refused = fetch(outside, "--fail");
            assertThat(refused.exit()).as(outside).isEqualTo(22);
        }
        stop.raise();
        run.get(30, TimeUnit.SECONDS);
        assertThat(folder.resolve("pki/ca.pem")).exists();
    }

    private void serve(String... args) throws Exception {
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                said.complete(toString(StandardCharsets.UTF_8));
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandIo io = new CommandIo(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                80,
                true);
        run = CompletableFuture.supplyAsync(() -> QuiverCommand.run(io, stop, args));
        CompletableFuture.anyOf(said, run).get(20, TimeUnit.SECONDS);
        assertThat(said).as(err.toString(StandardCharsets.UTF_8)).isDone();
    }

    private Captured fetch(String path, String... more) {
        String[] args = new String[more.length + 5];
        System.arraycopy(more, 0, args, 5, more.length);
        args[0] = "get";
        args[1] = "--http3-only";
        args[2] = "--cacert";
        args[3] = find("CA certificate: (.+)");
        args[4] = find("Listening on (\\S+)") + path;
        return Captured.run(args);
    }

    private String find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(said.join());
        assertThat(matcher.find()).as(said.join()).isTrue();
        return matcher.group(1);
    }
}
