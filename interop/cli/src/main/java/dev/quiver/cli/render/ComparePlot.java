package dev.quiver.cli.render;

import dev.quiver.cli.compare.ClientName;
import dev.quiver.cli.compare.ClientRun;
import dev.quiver.cli.compare.LinkRun;
import dev.quiver.cli.compare.Sample;
import dev.quiver.cli.compare.Spread;
import dev.quiver.cli.compare.UrlComparison;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The total times of a comparison as a drawing: a row for each link and client, with the median, the extremes and every
 * sample. It stands alone, follows the reader's choice of light or dark, and is narrow enough for a phone.
 */
public final class ComparePlot {
    static final int WIDTH = 400;

    private static final int LEFT = 58;
    private static final int RIGHT = 292;
    private static final int ROW = 20;
    private static final int HEAD = 22;
    private static final int AXIS = 26;
    private static final int MOST_TICKS = 5;

    static final String COLOURS = """
            :root{color-scheme:light dark;--paper:#fff;--ink:#1c1f24;--faint:#6b7280;--rule:#e3e6ea;\
            --quiver:#1d5fd1;--okhttp:#b45309;--jdk:#0f766e}
            @media(prefers-color-scheme:dark){:root{--paper:#14171c;--ink:#e8eaed;--faint:#9aa3af;--rule:#2c323a;\
            --quiver:#7ab0ff;--okhttp:#f5b15c;--jdk:#5fd3c4}}
            """;

    static final String SHAPES = """
            text{font:11px system-ui,sans-serif;fill:var(--ink)}.title{font-weight:600;font-size:12px}\
            .faint{fill:var(--faint);font-size:10px}.rule{stroke:var(--rule)}\
            .quiver{fill:var(--quiver);stroke:var(--quiver)}.okhttp{fill:var(--okhttp);stroke:var(--okhttp)}\
            .jdk{fill:var(--jdk);stroke:var(--jdk)}.range{stroke-width:2}.sample{opacity:.45}\
            """;

    private final List<UrlComparison> all;
    private final int repeat;
    private final StringBuilder body = new StringBuilder();
    private int y;

    /** @param repeat how many samples each median is of */
    public ComparePlot(List<UrlComparison> all, int repeat) {
        this.all = all;
        this.repeat = repeat;
    }

    /** A whole SVG file. */
    public String svg() {
        String inner = drawn();
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + y
                + "\" width=\"640\" role=\"img\">"
                + "<style>" + COLOURS + SHAPES + "</style><rect width=\"100%\" height=\"100%\" fill=\"var(--paper)\"/>"
                + inner + "</svg>\n";
    }

    /** The drawing for a page that has {@link #COLOURS} and {@link #SHAPES} among its styles. */
    String inline() {
        String inner = drawn();
        return "<svg viewBox=\"0 0 " + WIDTH + " " + y + "\" role=\"img\" aria-label=\"Total times\">" + inner
                + "</svg>";
    }

    private String drawn() {
        body.setLength(0);
        y = 6;
        for (UrlComparison each : all) {
            y += 18;
            text(6, y, "title", Clip.to(each.url().toString(), 58));
            y += 16;
            text(6, y, "faint", "Total time in ms: median (least–most) of " + repeat + ", and every sample");
            panel("On a new connection", each, ClientRun::cold);
            panel("Again on that connection", each, ClientRun::warm);
        }
        y += 6;
        return body.toString();
    }

    private void panel(String title, UrlComparison comparison, Function<ClientRun, List<Sample>> kind) {
        double most = comparison.runs().stream()
                .flatMap(run -> run.clients().values().stream())
                .map(run -> ClientRun.spread(kind.apply(run), Sample::total))
                .filter(Objects::nonNull)
                .mapToDouble(spread -> millis(spread.most()))
                .max()
                .orElse(0);
        if (most == 0) {
            return;
        }
        double step = step(most);
        double end = Math.ceil(most / step) * step;
        y += HEAD;
        text(6, y, "title", title);
        int top = y + 4;
        int grid = body.length();
        for (LinkRun run : comparison.runs()) {
            if (run.link() != null) {
                y += ROW;
                text(6, y, "faint", run.link().toString());
            }
            for (Map.Entry<ClientName, ClientRun> client : run.clients().entrySet()) {
                y += ROW;
                row(client.getKey(), client.getValue(), kind.apply(client.getValue()), end);
            }
        }
        int bottom = y + 8;
        StringBuilder ticks = new StringBuilder();
        for (double at = 0; at <= end + step / 2; at += step) {
            String x = number(x(at, end));
            ticks.append("<path class=\"rule\" d=\"M")
                    .append(x)
                    .append(' ')
                    .append(top)
                    .append('V')
                    .append(bottom)
                    .append("\"/><text class=\"faint\" text-anchor=\"middle\" x=\"")
                    .append(x)
                    .append("\" y=\"")
                    .append(bottom + 12)
                    .append("\">")
                    .append(tick(at))
                    .append("</text>");
        }
        body.insert(grid, ticks);
        y += AXIS;
    }

    private void row(ClientName client, ClientRun run, List<Sample> samples, double end) {
        int middle = y - 4;
        text(6, y, "", client.toString());
        Spread spread = ClientRun.spread(samples, Sample::total);
        if (spread == null) {
            text(LEFT, y, "faint", run.notMeasured() == null ? "failed" : "not measured");
            return;
        }
        for (Sample sample : samples) {
            if (sample.answer() != null) {
                body.append("<path class=\"sample ")
                        .append(client)
                        .append("\" d=\"M")
                        .append(number(x(millis(sample.total()), end)))
                        .append(' ')
                        .append(middle - 5)
                        .append("v10\"/>");
            }
        }
        body.append("<path class=\"range ")
                .append(client)
                .append("\" d=\"M")
                .append(number(x(millis(spread.least()), end)))
                .append(' ')
                .append(middle)
                .append('H')
                .append(number(x(millis(spread.most()), end)))
                .append("\"/>");
        mark(client, x(millis(spread.median()), end), middle);
        text(RIGHT + 8, y, "", CompareText.spread(spread));
    }

    /** A shape of its own for each client: colours alone do not tell everyone enough. */
    private void mark(ClientName client, double x, int middle) {
        String shape = switch (client) {
            case QUIVER -> "<circle class=\"%s\" cx=\"%s\" cy=\"%d\" r=\"4.5\"/>";
            case OKHTTP -> "<path class=\"%s\" d=\"M%s %dm-4-4h8v8h-8z\"/>";
            case JDK -> "<path class=\"%s\" d=\"M%s %dm0-5.5l5.5 5.5-5.5 5.5-5.5-5.5z\"/>";
        };
        body.append(String.format(Locale.ROOT, shape, client, number(x), middle));
    }

    private void text(int x, int baseline, String style, String text) {
        body.append("<text x=\"")
                .append(x)
                .append("\" y=\"")
                .append(baseline)
                .append("\" class=\"")
                .append(style)
                .append("\">")
                .append(Markup.escaped(text))
                .append("</text>");
    }

    private static double x(double millis, double end) {
        return LEFT + (RIGHT - LEFT) * millis / end;
    }

    /** 1, 2 or 5 times a power of ten, so that there are few. */
    static double step(double most) {
        double step = Math.pow(10, Math.floor(Math.log10(most)));
        for (double factor : new double[] {0.1, 0.2, 0.5, 1, 2, 5}) {
            if (most / (step * factor) <= MOST_TICKS) {
                return step * factor;
            }
        }
        return step * 10;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static String tick(double value) {
        return value >= 1 || value == 0
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
