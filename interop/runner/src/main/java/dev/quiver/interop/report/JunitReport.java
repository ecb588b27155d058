package dev.quiver.interop.report;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.Target;
import java.io.StringWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The matrix as JUnit XML: a {@code testsuite} for each server, a {@code testcase} for each case. What is unsupported is
 * {@code skipped}; a server that was left out is a suite with one skipped test, so that a build which wants it sees so.
 */
public final class JunitReport {
    private final RunReport report;
    private final XMLStreamWriter xml;

    private JunitReport(RunReport report, XMLStreamWriter xml) {
        this.report = report;
        this.xml = xml;
    }

    /** The text of it; to be written as UTF-8. */
    public static String text(RunReport report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new JunitReport(report, xml).write();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // nothing is written but to memory
        }
        return text + "\n";
    }

    private void write() throws XMLStreamException {
        Matrix matrix = report.matrix();
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuites");
        attribute("name", "quiver interop");
        attribute(
                "tests",
                Integer.toString(matrix.cells().size() + matrix.skipped().size()));
        attribute("failures", Long.toString(count(matrix.cells(), Answer.Failed.class)));
        attribute("errors", "0");
        attribute("time", seconds(Duration.between(matrix.began(), matrix.ended())));
        for (Target target : report.tried()) {
            suite(
                    target,
                    matrix.cells().stream()
                            .filter(cell -> cell.target().equals(target))
                            .toList());
        }
        for (Matrix.Skipped skipped : matrix.skipped()) {
            leftOut(skipped);
        }
        line(0);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(Target target, List<Cell> cells) throws XMLStreamException {
        line(1);
        xml.writeStartElement("testsuite");
        attribute("name", target.name());
        counts(cells, 0);
        Duration all = cells.stream().map(Cell::took).reduce(Duration.ZERO, Duration::plus);
        attribute("time", seconds(all));
        attribute("timestamp", timestamp());
        line(2);
        xml.writeStartElement("properties");
        property("server", target.uri(target.path()).toString());
        String maker = target.option("maker");
        if (maker != null) {
            property("maker", maker);
        }
        for (Map.Entry<String, String> fact : report.environment().facts().entrySet()) {
            property(fact.getKey(), fact.getValue());
        }
        line(2);
        xml.writeEndElement();
        for (Cell cell : cells) {
            testCase(target, cell);
        }
        line(1);
        xml.writeEndElement();
    }

    private void testCase(Target target, Cell cell) throws XMLStreamException {
        begin(target, cell.testCase().name(), cell.took());
        String reason = Printable.line(cell.answer().reason());
        if (cell.answer() instanceof Answer.Failed) {
            line(3);
            xml.writeStartElement("failure");
            attribute("message", reason);
            attribute("type", "failed");
            xml.writeCharacters(reason);
            xml.writeEndElement();
        } else if (cell.answer() instanceof Answer.Unsupported unsupported) {
            line(3);
            xml.writeEmptyElement("skipped");
            attribute("message", "unsupported by " + unsupported.by() + ": " + reason);
        } else if (cell.answer() instanceof Answer.Succeeded done) {
            line(3);
            xml.writeStartElement("system-out");
            String figure = Printable.line(done.figure());
            xml.writeCharacters(figure.isEmpty() ? reason : figure + ": " + reason);
            xml.writeEndElement();
        }
        line(2);
        xml.writeEndElement();
    }

    private void leftOut(Matrix.Skipped skipped) throws XMLStreamException {
        line(1);
        xml.writeStartElement("testsuite");
        attribute("name", skipped.target().name());
        counts(List.of(), 1);
        attribute("time", seconds(Duration.ZERO));
        attribute("timestamp", timestamp());
        begin(skipped.target(), "reached", Duration.ZERO);
        line(3);
        xml.writeEmptyElement("skipped");
        attribute("message", "left out: " + skipped.reason());
        line(2);
        xml.writeEndElement();
        line(1);
        xml.writeEndElement();
    }

    private void begin(Target target, String name, Duration took) throws XMLStreamException {
        line(2);
        xml.writeStartElement("testcase");
        attribute("name", name);
        attribute("classname", "interop." + target.name());
        attribute("time", seconds(took));
    }

    private void counts(List<Cell> cells, int leftOut) throws XMLStreamException {
        attribute("tests", Integer.toString(cells.size() + leftOut));
        attribute("failures", Long.toString(count(cells, Answer.Failed.class)));
        attribute("errors", "0");
        attribute("skipped", Long.toString(count(cells, Answer.Unsupported.class) + leftOut));
    }

    private void property(String name, String value) throws XMLStreamException {
        line(3);
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Printable.line(value));
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private String timestamp() {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                report.matrix().began().truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC));
    }

    private static long count(List<Cell> cells, Class<? extends Answer> kind) {
        return cells.stream().filter(cell -> kind.isInstance(cell.answer())).count();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }
}
