package dev.quiver.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The run as a whole, with measuring processes and a server that are scripts: which exit code it ends with. */
@DisabledOnOs(OS.WINDOWS)
class BenchCommandIT {
    @TempDir
    private Path interop;

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(interop.resolve("benchmarks/target/lib"));
        Files.createDirectories(interop.resolve("servers"));
        String line = "name=fake\\tpid=" + ProcessHandle.current().pid() + "\\tport=1\\tca=none\\n";
        script("servers/gtlsserver", "[ \"$1\" != start ] || printf '" + line + "'");
    }

    private Path script(String name, String body) throws IOException {
        Path file = Files.writeString(interop.resolve(name), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** Runs two rounds of one scenario, each measurement being that script in place of a JVM. */
    private int bench(Path measuring) {
        Layout layout = new Layout(interop, "target");
        return BenchCommand.run(
                layout,
                "--rounds",
                "2",
                "--scenarios",
                "cold",
                "--servers",
                "gtlsserver",
                "--clients",
                "quiver",
                "--prefix",
                measuring.toString(),
                "--json",
                interop.resolve("rows.json").toString());
    }

    @Test
    void figuresOfAnotherProtocolEndTheRunAndAreNotReported() throws IOException {
        Path liar = script("liar", "echo began >>" + interop + "/count; echo 'h2, not h3' >&2; exit 3");
        assertThat(bench(liar)).isEqualTo(3);
        assertThat(interop.resolve("count")).content().hasLineCount(1);
        assertThat(interop.resolve("rows.json")).doesNotExist();
    }

    @Test
    void aFailureOfQuiverIsOneAndTheRunGoesOn() throws IOException {
        Path broken = script("broken", "echo began >>" + interop + "/count; echo 'it broke' >&2; exit 2");
        assertThat(bench(broken)).isEqualTo(1);
        assertThat(interop.resolve("count")).content().hasLineCount(2);
        assertThat(interop.resolve("rows.json")).content().contains("\"failure\":\"it broke\"");
    }

    @Test
    void figuresAreReportedWithWhatOthersUsedMeanwhile() throws IOException {
        Path good = script("good", "printf 'result\\t1\\tmedian_ms=5.0\\n'");
        assertThat(bench(good)).isZero();
        assertThat(interop.resolve("rows.json")).content().contains("\"median_ms\":5.0");
        if (MachineLoad.now(List.of()) != null) {
            assertThat(interop.resolve("rows.json")).content().contains("\"others_cores\":");
        }
    }
}
