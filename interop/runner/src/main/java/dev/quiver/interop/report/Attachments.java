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
import java.util.zip.GZIPOutputStream;

/**
 * The qlog files that go into the page, and which do not: so many bytes a cell and in all, and those of failed cells first.
 * Nothing but {@code *.qlog} is looked at, least of all the keys beside them.
 */
final class Attachments {
    private static final int EACH_CELL = 512 << 10;
    private static final int ALL = 8 << 20;

    private final Map<Cell, List<HtmlQlog>> byCell = new HashMap<>();

    private Attachments() {}

    static Attachments of(Matrix matrix) {
        Attachments attachments = new Attachments();
        List<Cell> failedFirst = new ArrayList<>(matrix.cells());
        failedFirst.sort(Comparator.comparing(cell -> !(cell.answer() instanceof Answer.Failed)));
        int left = ALL;
        for (Cell cell : failedFirst) {
            int ofCell = EACH_CELL;
            List<HtmlQlog> logs = new ArrayList<>();
            for (Qlog log : logs(cell)) {
                byte[] zipped = zipped(log.file());
                boolean fits = zipped.length <= Math.min(ofCell, left);
                logs.add(new HtmlQlog(name(cell, logs.size()), log, size(log.file()), fits ? zipped : null));
                ofCell -= fits ? zipped.length : 0;
                left -= fits ? zipped.length : 0;
            }
            attachments.byCell.put(cell, logs);
        }
        return attachments;
    }

    List<HtmlQlog> of(Cell cell) {
        return byCell.getOrDefault(cell, List.of());
    }

    private static List<Qlog> logs(Cell cell) {
        try {
            return Files.isDirectory(cell.logs()) ? Qlog.readAll(cell.logs()) : List.of();
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(Attachments.class.getName())
                    .log(System.Logger.Level.WARNING, "no qlog of " + cell.logs() + " in the page", e);
            return List.of();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static byte[] zipped(Path file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            Files.copy(file, zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String name(Cell cell, int index) {
        String target = cell.target().name().replaceAll("[^A-Za-z0-9._-]", "_");
        return target + "-" + cell.testCase().name() + (index == 0 ? "" : "-" + (index + 1)) + ".qlog";
    }
}
