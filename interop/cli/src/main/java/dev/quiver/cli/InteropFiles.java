package dev.quiver.cli;

import dev.quiver.cli.transfer.FileReasons;
import dev.quiver.cli.transfer.FileTarget;
import dev.quiver.cli.transfer.TransferException;
import dev.quiver.interop.report.HtmlReport;
import dev.quiver.interop.report.JsonReport;
import dev.quiver.interop.report.JunitReport;
import dev.quiver.interop.report.MarkdownReport;
import dev.quiver.interop.report.RunReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The files that a run is to write. They are opened before it begins, so that one that cannot be written is said at once,
 * and take their names only when they are whole: a run that is given up leaves what was there.
 */
final class InteropFiles implements AutoCloseable {
    /** Standard output, where a file is asked for. */
    static final Path STANDARD_OUTPUT = Path.of("-");

    private final List<Opened> files = new ArrayList<>();

    private record Opened(FileTarget file, Function<RunReport, String> text) {}

    /** @throws TransferException of exit code 23, saying which file cannot be written, and why */
    static InteropFiles open(InteropOptions options) throws TransferException {
        InteropFiles files = new InteropFiles();
        try {
            if (options.json != null && !options.json.equals(STANDARD_OUTPUT)) {
                files.add(options.json, JsonReport::text);
            }
            files.add(options.junit, JunitReport::text);
            files.add(options.html, HtmlReport::text);
            if (options.markdown != null) {
                String page = page(options.markdown);
                files.add(options.markdown, report -> MarkdownReport.into(page, report));
            }
        } catch (TransferException e) {
            files.close();
            throw e;
        }
        return files;
    }

    /**
     * Writes all, whatever becomes of the others.
     *
     * @throws TransferException of the first that could not be written
     */
    void write(RunReport report) throws TransferException {
        @Nullable TransferException first = null;
        for (Opened one : files) {
            try {
                one.file().write(ByteBuffer.wrap(one.text().apply(report).getBytes(StandardCharsets.UTF_8)));
                one.file().commit();
            } catch (TransferException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Drops what was not written. */
    @Override
    public void close() {
        files.forEach(one -> one.file().discard());
    }

    /** What is in the file already: the matrix may have its place there. */
    private static String page(Path file) throws TransferException {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw TransferException.output("cannot read " + file + ": " + FileReasons.of(e, file), e);
        }
    }

    private void add(@Nullable Path file, Function<RunReport, String> text) throws TransferException {
        if (file != null) {
            files.add(new Opened(FileTarget.open(file), text));
        }
    }
}
