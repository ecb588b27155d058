package dev.quiver.interop.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The matrix in the shape in which the QUIC interop runner writes its own: {@code servers}, {@code clients}, {@code
 * results} with a list a server, {@code measurements} likewise. Each result has its {@code reason} besides; a case that
 * measures stands in both lists.
 */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String CLIENT = "quiver";

    private JsonReport() {}

    /** Writes it. */
    public static void write(Matrix matrix, Path file) throws IOException {
        Files.writeString(file, text(matrix), StandardCharsets.UTF_8);
    }

    /** The text of it, with a line's end. */
    static String text(Matrix matrix) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("start_time", matrix.began().toEpochMilli() / 1e3);
        root.put("end_time", matrix.ended().toEpochMilli() / 1e3);
        root.put("log_dir", "");
        ArrayNode servers = root.putArray("servers");
        List<Target> tried = matrix.targets().stream()
                .filter(target ->
                        matrix.skipped().stream().noneMatch(s -> s.target().equals(target)))
                .toList();
        tried.forEach(target -> servers.add(target.name()));
        root.putArray("clients").add(CLIENT);
        ObjectNode urls = root.putObject("urls");
        tried.forEach(
                target -> urls.put(target.name(), target.uri(target.path()).toString()));
        ObjectNode tests = root.putObject("tests");
        for (TestCase testCase : matrix.cases()) {
            tests.putObject(testCase.abbreviation())
                    .put("name", testCase.name())
                    .put("desc", testCase.title());
        }
        root.put("quic_version", "0x1");
        ArrayNode results = root.putArray("results");
        ArrayNode measurements = root.putArray("measurements");
        for (Target target : tried) {
            ArrayNode ofServer = results.addArray();
            ArrayNode measured = measurements.addArray();
            for (TestCase testCase : matrix.cases()) {
                Cell cell = matrix.cell(target, testCase);
                result(ofServer.addObject(), cell);
                if (testCase.measures()) {
                    ObjectNode measurement = measured.addObject();
                    result(measurement, cell);
                    measurement.put("details", cell.answer() instanceof Answer.Succeeded done ? done.figure() : "");
                }
            }
        }
        ArrayNode skipped = root.putArray("skipped");
        for (Matrix.Skipped one : matrix.skipped()) {
            skipped.addObject().put("server", one.target().name()).put("reason", one.reason());
        }
        return JSON.writeValueAsString(root) + "\n";
    }

    private static void result(ObjectNode into, Cell cell) {
        into.put("abbr", cell.testCase().abbreviation());
        into.put("name", cell.testCase().name());
        into.put("result", cell.answer().result());
        into.put("reason", cell.answer().reason());
        if (cell.answer() instanceof Answer.Unsupported unsupported) {
            into.put("by", unsupported.by().name().toLowerCase(Locale.ROOT));
        }
        into.put("ms", cell.took().toNanos() / 1_000_000);
    }
}
