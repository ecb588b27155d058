package dev.quiver.interop.report;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Target;
import dev.quiver.quic.HandshakeReport;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All that is told of each server: where it is, its certificates, and its cells, each with its connections. */
final class HtmlServers {
    private final RunReport report;
    private final Html html;
    private final Attachments attachments;

    HtmlServers(RunReport report, Html html) {
        this.report = report;
        this.html = html;
        this.attachments = Attachments.of(report.matrix());
    }

    void write() {
        List<Target> tried = report.tried();
        for (int i = 0; i < tried.size(); i++) {
            server(tried.get(i), "s" + i);
        }
    }

    private void server(Target target, String id) {
        List<Cell> cells = report.matrix().cells().stream()
                .filter(cell -> cell.target().equals(target))
                .toList();
        boolean failed = cells.stream().anyMatch(cell -> cell.answer() instanceof Answer.Failed);
        boolean changed = cells.stream().anyMatch(cell -> change(cell) != null);
        html.open(
                "section",
                "id",
                id,
                "class",
                "server" + (failed ? " has-failed" : "") + (changed ? " has-changed" : ""));
        html.element("h2", target.name());
        html.open("p", "class", "quiet");
        String maker = target.option("maker");
        html.text((maker == null ? "" : maker + ", ") + target.uri(target.path()) + ": "
                + count(cells, Answer.Succeeded.class) + " succeeded, " + count(cells, Answer.Failed.class)
                + " failed, " + count(cells, Answer.Unsupported.class) + " unsupported. ");
        html.element("a", "To the matrix", "href", "#matrix").close();
        HtmlChains chains = new HtmlChains(id, cells, html);
        chains.write();
        for (Cell cell : cells) {
            cell(cell, chains);
        }
        html.close().line();
    }

    private void cell(Cell cell, HtmlChains chains) {
        Mark mark = Mark.of(cell.answer());
        Change change = change(cell);
        HtmlCell place = new HtmlCell(report, cell);
        html.open("details", "class", "cell " + HtmlReport.kind(mark) + (change == null ? "" : " changed"));
        html.open("summary").element("span", mark.sign(), "class", "sign " + HtmlReport.kind(mark));
        html.element("span", " " + mark.words() + ": ", "class", "hidden");
        html.element("strong", cell.testCase().name()).text(" ");
        if (change != null) {
            html.element("span", change.way().sign() + " " + change.was() + " before", "class", "was")
                    .text(" ");
        }
        html.element("span", cell.answer().reason(), "class", "reason").close();
        html.open("div", "id", place.id(), "class", "body");
        html.open("p", "class", "quiet").text(cell.testCase().title() + " ");
        if (cell.answer() instanceof Answer.Unsupported unsupported) {
            html.text("Unsupported by " + unsupported.by() + ". ");
        }
        html.text(String.format(Locale.ROOT, "%.1f s. ", cell.took().toMillis() / 1e3));
        html.element("a", "To the matrix", "href", "#matrix").close();
        if (cell.answer() instanceof Answer.Succeeded done && !done.figure().isEmpty()) {
            html.open("p").element("strong", done.figure()).close();
        }
        html.element("p", cell.answer().reason());
        List<HandshakeReport> handshakes = cell.handshakes();
        for (int i = 0; i < handshakes.size(); i++) {
            new HtmlHandshake(handshakes.get(i), i + 1, handshakes.size(), html).write(chains);
        }
        attachments.of(cell).forEach(one -> one.write(html));
        html.close().close().line();
    }

    private @Nullable Change change(Cell cell) {
        return report.comparison() == null ? null : report.comparison().of(cell);
    }

    private static long count(List<Cell> cells, Class<? extends Answer> kind) {
        return cells.stream().filter(cell -> kind.isInstance(cell.answer())).count();
    }
}
