package dev.quiver.benchmarks.run;

import dev.quiver.benchmarks.measure.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Measurements in a file, a line each with tabs between its fields, to which each run adds its own. */
final class RowFile {
    private RowFile() {}

    /** Adds these. */
    static void add(Path file, List<Row> rows) throws IOException {
        Files.write(
                file, rows.stream().map(RowFile::line).toList(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** All that the file holds. */
    static List<Row> all(Path file) throws IOException {
        List<Row> all = new ArrayList<>();
        if (!Files.exists(file)) {
            return all;
        }
        for (String line : Files.readAllLines(file)) {
            all.add(parse(line));
        }
        return all;
    }

    private static String line(Row row) {
        Cell cell = row.cell();
        String failure = row.failure();
        Result result = row.result();
        String figures = result == null
                ? ""
                : result.figures().entrySet().stream()
                        .map(figure -> figure.getKey() + "=" + figure.getValue())
                        .collect(Collectors.joining("\t"));
        return String.join(
                "\t",
                cell.scenario().name(),
                cell.server().name(),
                row.client().name(),
                Integer.toString(cell.inFlight()),
                Double.toString(cell.lossPercent()),
                Integer.toString(row.round()),
                failure == null ? "" : failure.replaceAll("\\s+", " "),
                figures);
    }

    private static Row parse(String line) {
        String[] fields = line.split("\t", -1);
        Cell cell = new Cell(
                Scenario.valueOf(fields[0]),
                Server.valueOf(fields[1]),
                Integer.parseInt(fields[3]),
                Double.parseDouble(fields[4]));
        Client client = Client.valueOf(fields[2]);
        int round = Integer.parseInt(fields[5]);
        if (!fields[6].isEmpty()) {
            return Row.failed(cell, client, round, fields[6]);
        }
        Result result = Result.of(cell.inFlight());
        for (int i = 7; i < fields.length; i++) {
            int equals = fields[i].indexOf('=');
            result.with(fields[i].substring(0, equals), Double.parseDouble(fields[i].substring(equals + 1)));
        }
        return Row.of(cell, client, round, result);
    }
}
