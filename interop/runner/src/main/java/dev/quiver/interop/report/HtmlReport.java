package dev.quiver.interop.report;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The run as one HTML page that needs no other file, no network and, to be read, no script: the matrix, and for each cell
 * its reason, the handshakes of its connections, their certificates, packets and qlog files. Key logs never get into it.
 */
public final class HtmlReport {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RunReport report;
    private final Matrix matrix;
    private final Html html = new Html();

    private HtmlReport(RunReport report) {
        this.report = report;
        this.matrix = report.matrix();
    }

    /** The page; to be written as UTF-8. Reads the qlog files in the cells' folders. */
    public static String text(RunReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        html.open("html", "lang", "en").open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", "Quiver interop: " + matrix.count(Answer.Failed.class) + " failed");
        html.own("style", resource("page.css"));
        html.close().line().open("body");
        head();
        html.open("main");
        if (!matrix.cells().isEmpty()) {
            new HtmlMatrix(report, html).write();
        }
        reasons("failed", "Failed", answer -> answer instanceof Answer.Failed);
        reasons("unsupported", "Not tried", answer -> answer instanceof Answer.Unsupported);
        figures();
        changes();
        skipped();
        new HtmlServers(report, html).write();
        environment();
        html.close();
        html.own("script", resource("page.js"));
        return html.close().close().page();
    }

    private void head() {
        html.open("header").element("h1", "Quiver interop");
        html.open("p");
        html.element("strong", Mark.SUCCEEDED.sign() + " " + matrix.count(Answer.Succeeded.class) + " succeeded");
        html.text(", ")
                .element("strong", Mark.FAILED.sign() + " " + matrix.count(Answer.Failed.class) + " failed")
                .text(", " + matrix.count(Answer.Unsupported.class) + " unsupported: "
                        + plural(matrix.cases().size(), "case") + " with "
                        + plural(report.tried().size(), "server") + ".");
        html.close();
        Duration took = Duration.between(matrix.began(), matrix.ended());
        html.element(
                "p",
                MOMENT.format(matrix.began()) + ", " + took.toMinutes() + " min " + took.toSecondsPart() + " s",
                "class",
                "quiet");
        html.close().line();
    }

    private void reasons(String id, String heading, Predicate<Answer> like) {
        List<Shared> reasons = Shared.reasons(matrix, like);
        if (reasons.isEmpty()) {
            return;
        }
        html.open("section", "id", id).element("h2", heading).open("ul", "class", "reasons");
        for (Shared shared : reasons) {
            boolean allCases = shared.cases().size() == matrix.cases().size()
                    && matrix.cases().size() > 1;
            boolean allServers = shared.targets().size() == report.tried().size()
                    && report.tried().size() > 1;
            String cases = allCases ? "all cases" : String.join(", ", shared.cases());
            String servers = allServers ? "all servers" : String.join(", ", shared.targets());
            html.open("li").element("span", shared.mark().sign(), "class", "sign " + kind(shared.mark()));
            html.open("div")
                    .element("strong", cases + " with " + servers)
                    .text(
                            shared.mark() == Mark.FAILED
                                    ? ""
                                    : " (" + shared.mark().words() + ")");
            html.element("div", shared.reason()).close().close().line();
        }
        html.close().close();
    }

    private void figures() {
        List<HtmlCell> measured = matrix.cells().stream()
                .filter(cell -> cell.answer() instanceof Answer.Succeeded done
                        && !done.figure().isEmpty())
                .map(cell -> new HtmlCell(report, cell))
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        html.open("section", "id", "measured").element("h2", "Measured").open("table", "class", "plain");
        for (HtmlCell cell : measured) {
            html.open("tr").element("th", cell.cell().target().name(), "scope", "row");
            html.open("td")
                    .element("a", cell.cell().testCase().name(), "href", "#" + cell.id())
                    .close();
            html.element("td", ((Answer.Succeeded) cell.cell().answer()).figure())
                    .close();
        }
        html.close().close();
    }

    private void changes() {
        Comparison comparison = report.comparison();
        if (comparison == null) {
            return;
        }
        String since = comparison.earlier() == 0
                ? "the earlier run"
                : MOMENT.format(Instant.ofEpochSecond((long) comparison.earlier()));
        html.open("section", "id", "changed").element("h2", "Changed since " + since);
        html.element(
                "p",
                comparison.count(Change.Way.BETTER) + " better, " + comparison.count(Change.Way.WORSE) + " worse, "
                        + comparison.count(Change.Way.OTHER) + " otherwise; " + comparison.added()
                        + " cells are new, " + comparison.gone() + " were only there before.");
        html.open("ul", "class", "reasons");
        for (Change change : comparison.changes()) {
            html.open("li").element("span", change.way().sign(), "class", "sign");
            html.open("div").element("strong", change.target() + " " + change.testCase());
            html.text(": " + change.was() + " before, now " + change.now())
                    .close()
                    .close();
        }
        html.close().close();
    }

    private void skipped() {
        if (matrix.skipped().isEmpty()) {
            return;
        }
        html.open("section", "id", "left-out").element("h2", "Left out").open("ul");
        for (Matrix.Skipped one : matrix.skipped()) {
            html.open("li")
                    .element("strong", one.target().name())
                    .text(": " + one.reason())
                    .close();
        }
        html.close().close();
    }

    private void environment() {
        html.open("section", "id", "environment").element("h2", "Made with").open("dl");
        report.environment()
                .facts()
                .forEach((name, value) -> html.element("dt", name).element("dd", value));
        html.close().close();
    }

    /** A mark as a class of the style sheet. */
    static String kind(Mark mark) {
        return switch (mark) {
            case SUCCEEDED -> "good";
            case FAILED -> "bad";
            case QUIVER, SERVER -> "lacking";
            case TARGET -> "untried";
        };
    }

    static String plural(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no " + name + " beside " + HtmlReport.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
