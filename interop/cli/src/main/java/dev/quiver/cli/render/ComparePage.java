package dev.quiver.cli.render;

import dev.quiver.cli.compare.ClientName;
import dev.quiver.cli.compare.ClientRun;
import dev.quiver.cli.compare.Differences;
import dev.quiver.cli.compare.LinkRun;
import dev.quiver.cli.compare.Sample;
import dev.quiver.cli.compare.Spread;
import dev.quiver.cli.compare.UrlComparison;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The drawing of a comparison with its figures below, as one HTML page that needs no other file. */
public final class ComparePage {
    private static final String STYLE = """
            body{margin:0 auto;max-width:44rem;padding:1rem;background:var(--paper);color:var(--ink);\
            font:15px/1.45 system-ui,sans-serif}h1{font-size:1.25rem}svg{width:100%;height:auto;display:block}\
            .wide{overflow-x:auto}table{border-collapse:collapse;font-size:.8rem;font-variant-numeric:tabular-nums;\
            white-space:nowrap}th,td{padding:.25rem .5rem;text-align:right;border-bottom:1px solid var(--rule)}\
            th:nth-child(-n+2),td[rowspan],.name{text-align:left}td[rowspan]{white-space:normal;min-width:5.5rem;vertical-align:top}\
            p{color:var(--faint)}\
            h2{font-size:1rem;overflow-wrap:anywhere}
            """;

    private final StringBuilder page = new StringBuilder();

    private ComparePage() {}

    /** The page. */
    public static String of(List<UrlComparison> all, int repeat) {
        ComparePage page = new ComparePage();
        page.write(all, repeat);
        return page.page.toString();
    }

    private void write(List<UrlComparison> all, int repeat) {
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<title>quiver compare</title><style>")
                .append(ComparePlot.COLOURS)
                .append(ComparePlot.SHAPES)
                .append(STYLE)
                .append("</style></head><body><h1>The same requests by several clients</h1>\n")
                .append(new ComparePlot(all, repeat).inline());
        for (UrlComparison each : all) {
            page.append("\n<h2>").append(Markup.escaped(each.url().toString())).append("</h2><p>");
            each.answers().forEach((client, answers) -> {
                var last = answers.get(answers.size() - 1);
                page.append(client)
                        .append(": ")
                        .append(last.status())
                        .append(" over ")
                        .append(last.protocol())
                        .append(", ")
                        .append(Amounts.bytes(last.bodyBytes()))
                        .append(". ");
            });
            page.append(verdict(each.differences(), each.answers().size()))
                    .append(" Times in ms: median (least–most) of ")
                    .append(repeat)
                    .append(".</p><div class=\"wide\"><table><tr><th>link<th>client<th>connect<th>head, cold")
                    .append("<th>total, cold<th>head, warm<th>total, warm</tr>");
            each.runs().forEach(this::rows);
            page.append("</table></div>");
        }
        page.append("</body></html>\n");
    }

    private static String verdict(Differences differences, int answered) {
        if (answered < 2) {
            return "Fewer than two answered.";
        }
        return differences.matter() ? "<strong>Status or body differ.</strong>" : "All were answered alike.";
    }

    private void rows(LinkRun run) {
        boolean first = true;
        for (Map.Entry<ClientName, ClientRun> client : run.clients().entrySet()) {
            ClientRun found = client.getValue();
            page.append("<tr>");
            if (first) {
                page.append("<td rowspan=\"")
                        .append(run.clients().size())
                        .append("\">")
                        .append(run.link() == null ? "straight" : run.link());
                first = false;
            }
            page.append("<td class=\"name\">").append(client.getKey());
            if (found.notMeasured() != null) {
                page.append("<td colspan=\"5\">not measured: ").append(Markup.escaped(found.notMeasured()));
            } else {
                cell(found.cold(), Sample::connect);
                cell(found.cold(), Sample::firstByte);
                cell(found.cold(), Sample::total);
                cell(found.warm(), Sample::firstByte);
                cell(found.warm(), Sample::total);
            }
            page.append("</tr>");
        }
    }

    private void cell(List<Sample> samples, Function<Sample, @Nullable Duration> which) {
        Spread spread = ClientRun.spread(samples, which);
        page.append("<td>").append(spread == null ? "–" : CompareText.spread(spread));
    }
}
