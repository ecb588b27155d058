package dev.quiver.interop.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import java.util.List;
import java.util.Locale;

/**
 * The matrix in the shape in which the QUIC interop runner writes its own: {@code servers}, {@code clients}, {@code
 * results} with a list a server, {@code measurements} likewise. Each result has its {@code reason} besides; a case that
 * measures stands in both lists. Besides: {@code skipped} servers, {@code environment}, and with an earlier run to compare
 * with, {@code changes}.
 */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLIENT = "quiver";

    private JsonReport() {}

    /** The text of it, with a line's end; to be written as UTF-8. */
    public static String text(RunReport report) {
        Matrix matrix = report.matrix();
        ObjectNode root = JSON.createObjectNode();
        root.put("start_time", matrix.began().toEpochMilli() / 1e3);
        root.put("end_time", matrix.ended().toEpochMilli() / 1e3);
        root.put("log_dir", "");
        ArrayNode servers = root.putArray("servers");
        List<Target> tried = report.tried();
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
        ObjectNode environment = root.putObject("environment");
        report.environment().facts().forEach(environment::put);
        if (report.comparison() != null) {
            changes(root.putObject("changes"), report.comparison());
        }
        return root.toPrettyString() + "\n";
    }

    private static void changes(ObjectNode into, Comparison comparison) {
        into.put("since", comparison.earlier());
        into.put("added", comparison.added()).put("gone", comparison.gone());
        ArrayNode cells = into.putArray("cells");
        for (Change change : comparison.changes()) {
            cells.addObject()
                    .put("server", change.target())
                    .put("name", change.testCase())
                    .put("was", change.was())
                    .put("now", change.now())
                    .put("way", change.way().name().toLowerCase(Locale.ROOT));
        }
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
