package dev.quiver.cli;

import dev.quiver.cli.render.Style;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command reads and writes.
 *
 * @param in standard input
 * @param out standard output: raw, so that a broken pipe is an error and not silence
 * @param err standard error, for people
 * @param outTerminal whether standard output is a terminal
 * @param errTerminal whether standard error is
 * @param columns how wide the terminal is
 * @param colourForbidden whether {@code NO_COLOR} or a dumb terminal rules colours out
 */
public record CommandIo(
        InputStream in,
        OutputStream out,
        PrintStream err,
        boolean outTerminal,
        boolean errTerminal,
        int columns,
        boolean colourForbidden) {

    /** The process's own. */
    static CommandIo ofProcess() {
        boolean out = Terminal.is(1);
        boolean err = Terminal.is(2);
        String noColor = System.getenv("NO_COLOR");
        boolean forbidden = noColor != null && !noColor.isEmpty() || "dumb".equals(System.getenv("TERM"));
        return new CommandIo(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                out,
                err,
                out || err ? Terminal.columns() : Terminal.DEFAULT_COLUMNS,
                forbidden);
    }

    /** How to write to standard output. */
    public Style outStyle() {
        return Style.forTerminal(outTerminal, colourForbidden);
    }

    /** How to write to standard error. */
    public Style errStyle() {
        return Style.forTerminal(errTerminal, colourForbidden);
    }
}
