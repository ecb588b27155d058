package dev.quiver.cli;

import dev.quiver.cli.transfer.StopSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a run of the command in this process left: exit code, standard output and standard error. */
record Captured(int exit, byte[] out, String err) {
    static Captured run(String... args) {
        return run(new StopSignal(), new byte[0], args);
    }

    static Captured run(StopSignal stop, byte[] in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandIo io = new CommandIo(
                new ByteArrayInputStream(in),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                80,
                true);
        int exit = QuiverCommand.run(io, stop, args);
        return new Captured(exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(out, StandardCharsets.UTF_8);
    }
}
