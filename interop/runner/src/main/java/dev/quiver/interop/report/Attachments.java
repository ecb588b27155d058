package dev.quiver.interop.report;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.evidence.Qlog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The qlog files that go into the page, and which do not: so many bytes a cell and in all, those of failed cells first, and then the
 * smallest, so that most cells have theirs.
 * Nothing but {@code *.qlog} is looked at, least of all the keys beside them. Only what goes in is kept; the rest of a file is
 * read when its cell is told of, one cell at a time.
 */
final class Attachments {
    private static final int EACH_CELL = 512 << 10;
    private static final int ALL = 8 << 20;
    /** Larger files are neither packed nor drawn. */
    private static final long LARGEST = 32 << 20;

    private final Map<Path, byte[]> packed = new HashMap<>();

    private Attachments() {}

    static Attachments of(Matrix matrix) {
        Attachments attachments = new Attachments();
        List<Cell> failedFirst = new ArrayList<>(matrix.cells());
        failedFirst.sort(Comparator.<Cell, Boolean>comparing(cell -> !(cell.answer() instanceof Answer.Failed))
                .thenComparingLong(Attachments::size));
        int left = ALL;
        for (Cell cell : failedFirst) {
            int ofCell = Math.min(EACH_CELL, left);
            for (Path file : files(cell)) {
                byte[] zipped = size(file) > LARGEST ? null : zipped(file);
                if (zipped != null && zipped.length <= ofCell) {
                    attachments.packed.put(file, zipped);
                    ofCell -= zipped.length;
                    left -= zipped.length;
                }
            }
        }
        return attachments;
    }

    /** Those of a cell, the earliest first. */
    List<HtmlQlog> of(Cell cell) {
        List<Qlog> logs = new ArrayList<>();
        for (Path file : files(cell)) {
            try {
                logs.add(size(file) > LARGEST ? new Qlog(file, "", 0, List.of()) : Qlog.read(file));
            } catch (IOException | UncheckedIOException e) {
                System.getLogger(Attachments.class.getName())
                        .log(System.Logger.Level.WARNING, file + " is not in the page", e);
            }
        }
        logs.sort(Comparator.comparingLong(Qlog::startMillis));
        List<HtmlQlog> all = new ArrayList<>();
        for (Qlog log : logs) {
            all.add(new HtmlQlog(name(cell, all.size()), log, size(log.file()), packed.get(log.file())));
        }
        return all;
    }

    private static List<Path> files(Cell cell) {
        if (!Files.isDirectory(cell.logs())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cell.logs())) {
            return files.filter(file -> file.toString().endsWith(".qlog"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            System.getLogger(Attachments.class.getName())
                    .log(System.Logger.Level.WARNING, "no qlog of " + cell.logs() + " in the page", e);
            return List.of();
        }
    }

    private static long size(Cell cell) {
        return files(cell).stream().mapToLong(Attachments::size).sum();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static byte @Nullable [] zipped(Path file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            Files.copy(file, zip);
        } catch (IOException e) {
            return null;
        }
        return bytes.toByteArray();
    }

    private static String name(Cell cell, int index) {
        String target = cell.target().name().replaceAll("[^A-Za-z0-9._-]", "_");
        return target + "-" + cell.testCase().name() + (index == 0 ? "" : "-" + (index + 1)) + ".qlog";
    }
}
