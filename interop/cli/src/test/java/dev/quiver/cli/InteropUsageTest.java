package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code quiver interop} refuses before it tries anything. */
class InteropUsageTest {
    @TempDir
    private Path folder;

    @Test
    void withoutAServerThereIsNothingToTry() {
        refused("name a server, as NAME=HOST:PORT, or a file of them with --targets, or say --public");
    }

    @Test
    void whatIsNoServerIsRefused() {
        refused("'localhost:443' is not NAME=HOST:PORT[/PATH]", "localhost:443");
        refused("port 70000 of 'h:70000' is not between 1 and 65535", "a=h:70000");
    }

    @Test
    void twoOfOneNameAreRefused() {
        refused("two targets are called a", "a=h:1", "a=h:2");
        refused("two targets are called nginx", "--public", "nginx=localhost:443");
    }

    @Test
    void unknownCasesAreNamed() {
        refused("no case nonsense; there are handshake, ", "--cases", "nonsense", "a=h:1");
    }

    @Test
    void aFileOfTargetsIsReadWithItsLines() throws IOException {
        Path file = Files.writeString(folder.resolve("targets"), "a=h:1\nb=h\n");
        refused(file + ", line 2: 'h' is not HOST:PORT[/PATH]", "--targets", file.toString());
        refused("cannot read --targets no-such-file: no such file", "--targets", "no-such-file");
    }

    @Test
    void anEarlierRunMustBeOne() throws IOException {
        Path file = Files.writeString(folder.resolve("old.json"), "{}");
        refused("cannot use --compare " + file + ": it has no 'servers'", "--compare", file.toString(), "a=h:1");
        refused("cannot read --compare no-such-file: no such file", "--compare", "no-such-file", "a=h:1");
    }

    @Test
    void atLeastOneAtATime() {
        refused("--parallel is at least 1", "--parallel", "0", "a=h:1");
    }

    @Test
    void theListTellsCasesAndOnRequestServers() {
        Captured cases = Captured.run("interop", "--list");
        assertThat(cases.exit()).isZero();
        assertThat(cases.text()).contains("handshake ").doesNotContain("quic.nginx.org");
        Captured servers = Captured.run("interop", "--list", "--public");
        assertThat(servers.text()).contains("handshake ", "quic.nginx.org:443", "gone: ");
    }

    @Test
    void theHelpFitsAndTeaches() {
        Captured help = Captured.run("interop", "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.text()).contains("--compare", "--junit", "Exit codes:", "docs/interop.md");
        assertThat(help.text().lines()).allMatch(line -> line.length() <= 80, "at most 80 columns");
    }

    private static void refused(String message, String... args) {
        String[] command = new String[args.length + 1];
        command[0] = "interop";
        System.arraycopy(args, 0, command, 1, args.length);
        Captured run = Captured.run(command);
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("quiver interop: " + message);
        assertThat(run.text()).isEmpty();
    }
}
