package dev.quiver.benchmarks.run;

import dev.quiver.benchmarks.measure.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The files that a run leaves. */
final class ReportFiles {
    private static final String BEGIN = "<!-- bench -->";
    private static final String END = "<!-- /bench -->";

    private ReportFiles() {}

    /** Writes the tables between the two marks of a file that has them, else as the whole file. */
    static void markdown(Path file, String tables) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        int begin = before.indexOf(BEGIN);
        int end = before.indexOf(END);
        if (begin >= 0 && end > begin) {
            Files.writeString(
                    file, before.substring(0, begin + BEGIN.length()) + "\n" + tables + before.substring(end));
        } else {
            Files.writeString(file, tables);
        }
    }

    /** Writes every measurement as an object of one array. */
    static void json(Path file, List<Row> rows) throws IOException {
        Files.writeString(
                file, rows.stream().map(ReportFiles::object).collect(Collectors.joining(",\n", "[\n", "\n]\n")));
    }

    private static String object(Row row) {
        Cell cell = row.cell();
        StringBuilder text = new StringBuilder("{\"scenario\":")
                .append(quoted(cell.scenario().toString()))
                .append(",\"server\":")
                .append(quoted(cell.server().toString()))
                .append(",\"client\":")
                .append(quoted(row.client().toString()))
                .append(",\"inFlight\":")
                .append(cell.inFlight())
                .append(",\"lossPercent\":")
                .append(cell.lossPercent())
                .append(",\"round\":")
                .append(row.round())
                .append(",\"failure\":")
                .append(row.failure() == null ? "null" : quoted(row.failure()))
                .append(",\"figures\":{");
        Result result = row.result();
        if (result != null) {
            text.append(result.figures().entrySet().stream()
                    .map(figure -> quoted(figure.getKey()) + ":" + figure.getValue())
                    .collect(Collectors.joining(",")));
        }
        return text.append("}}").toString();
    }

    static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
