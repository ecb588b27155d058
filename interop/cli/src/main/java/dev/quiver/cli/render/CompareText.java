package dev.quiver.cli.render;

import dev.quiver.cli.compare.Agreement;
import dev.quiver.cli.compare.Answer;
import dev.quiver.cli.compare.ClientName;
import dev.quiver.cli.compare.ClientRun;
import dev.quiver.cli.compare.Differences;
import dev.quiver.cli.compare.FieldDifference;
import dev.quiver.cli.compare.FieldDifference.Reason;
import dev.quiver.cli.compare.LinkRun;
import dev.quiver.cli.compare.Sample;
import dev.quiver.cli.compare.Spread;
import dev.quiver.cli.compare.UrlComparison;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.h3.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A comparison as tables for people, in the width of a terminal. */
public final class CompareText {
    private static final int LABEL = 14;
    private static final int WIDEST_COLUMN = 24;
    private static final int DIGEST_SHOWN = 16;

    private final Style style;
    private final int columns;
    private final int repeat;

    public CompareText(Style style, int columns, int repeat) {
        this.style = style;
        this.columns = columns;
        this.repeat = repeat;
    }

    /** All of it, an empty line between URLs. */
    public List<String> lines(List<UrlComparison> all) {
        List<String> lines = new ArrayList<>();
        for (UrlComparison each : all) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            one(each, lines);
        }
        return lines;
    }

    private void one(UrlComparison comparison, List<String> lines) {
        List<ClientName> clients =
                List.copyOf(comparison.runs().get(0).clients().keySet());
        Map<ClientName, List<Answer>> answers = comparison.answers();
        Differences differences = comparison.differences();
        lines.add(style.bold(comparison.url().toString()));
        lines.add("");
        lines.add(row(clients, "", client -> style.bold(cell(client.toString()))));
        lines.add(row(clients, "status", client -> status(comparison, answers.get(client), client)));
        lines.add(row(clients, "protocol", client -> last(answers.get(client), Answer::protocol)));
        lines.add(row(
                clients, "body", client -> last(answers.get(client), answer -> Amounts.bytes(answer.bodyBytes()))));
        lines.add(row(
                clients,
                "sha256",
                client ->
                        last(answers.get(client), answer -> answer.bodySha256().substring(0, DIGEST_SHOWN))));
        lines.add(verdict(differences, answers.size()));
        for (LinkRun run : comparison.runs()) {
            lines.add("");
            times(run, clients, lines);
        }
        fields(differences, answers, lines);
        fallBacks(comparison, lines);
    }

    private String status(UrlComparison comparison, @Nullable List<Answer> answers, ClientName client) {
        Failure failure = comparison.failure(client);
        if (answers == null) {
            return failure == null ? cell("not asked") : style.red(cell("failed (" + failure.exitCode() + ")"));
        }
        String status = last(answers, answer -> Integer.toString(answer.status()));
        return failure == null ? status : style.red(cell(status.strip() + ", and failures"));
    }

    private String verdict(Differences differences, int answered) {
        if (answered < 2) {
            return label("") + style.yellow("fewer than two answered: nothing to compare");
        }
        if (differences.matter()) {
            List<String> parts = new ArrayList<>();
            if (differences.status() == Agreement.DIFFERENT) {
                parts.add("status");
            }
            if (differences.body() == Agreement.DIFFERENT) {
                parts.add("body");
            }
            return label("") + style.red("DIFFERENT: " + String.join(" and ", parts));
        }
        return label("")
                + (differences.body() == Agreement.UNSTEADY
                        ? style.yellow("the body changes from request to request: not compared")
                        : style.green("the same to all"));
    }

    private void times(LinkRun run, List<ClientName> clients, List<String> lines) {
        lines.add(style.bold("Milliseconds") + ", median (least–most) of " + repeat
                + (run.link() == null ? "" : "; " + run.link()));
        if (run.clients().values().stream().anyMatch(found -> !found.cold().isEmpty())) {
            spread(run, clients, "cold connect", ClientRun::cold, Sample::connect, lines);
            spread(run, clients, "     head", ClientRun::cold, Sample::firstByte, lines);
            spread(run, clients, "     total", ClientRun::cold, Sample::total, lines);
            spread(run, clients, "warm head", ClientRun::warm, Sample::firstByte, lines);
            spread(run, clients, "     total", ClientRun::warm, Sample::total, lines);
        }
        Set<String> obstacles = new TreeSet<>();
        run.clients().values().stream()
                .map(ClientRun::notMeasured)
                .filter(Objects::nonNull)
                .forEach(obstacles::add);
        for (String obstacle : obstacles) {
            Clip.wrap("TCP not measured: " + obstacle, columns).forEach(line -> lines.add(style.yellow(line)));
        }
        run.clients().forEach((client, found) -> {
            if (found.failures() > 0) {
                lines.add(style.red(client + ": " + found.failures() + " of "
                        + found.samples().count() + " failed"));
            }
        });
    }

    private void spread(
            LinkRun run,
            List<ClientName> clients,
            String label,
            Function<ClientRun, List<Sample>> kind,
            Function<Sample, @Nullable Duration> which,
            List<String> lines) {
        lines.add(row(clients, label, client -> {
            Spread spread = ClientRun.spread(
                    kind.apply(Objects.requireNonNull(run.clients().get(client))), which);
            return cell(spread == null ? "–" : spread(spread));
        }));
    }

    /** {@code 12.3 (10.1–15.0)}. */
    static String spread(Spread spread) {
        String median = millis(spread.median());
        return spread.count() == 1
                ? median
                : median + " (" + millis(spread.least()) + "–" + millis(spread.most()) + ")";
    }

    /** Three digits say enough. */
    static String millis(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis >= 99.95 ? "%.0f" : millis >= 9.995 ? "%.1f" : "%.2f", millis);
    }

    private void fields(Differences differences, Map<ClientName, List<Answer>> answers, List<String> lines) {
        Map<Reason, List<String>> expected = new LinkedHashMap<>();
        List<FieldDifference> telling = new ArrayList<>();
        for (FieldDifference field : differences.fields()) {
            if (field.expected() == Reason.NONE) {
                telling.add(field);
            } else {
                expected.computeIfAbsent(field.expected(), none -> new ArrayList<>())
                        .add(field.name());
            }
        }
        if (!telling.isEmpty()) {
            lines.add("");
            lines.add(style.bold("Fields that differ"));
        }
        for (FieldDifference field : telling) {
            String name = field.name();
            for (ClientName client : answers.keySet()) {
                List<String> values = field.values().getOrDefault(client, List.of());
                String value = values.isEmpty() ? style.dim("(none)") : String.join(", ", values);
                lines.add(Clip.to(String.format("%-" + LABEL + "s%-8s", name, client), columns)
                        + Clip.to(value, Math.max(10, columns - Math.max(LABEL, name.length()) - 8)));
                name = "";
            }
        }
        if (!expected.isEmpty()) {
            lines.add("");
            expected.forEach((reason, names) -> Clip.wrap(
                            "As is to be expected, " + words(reason) + ": " + String.join(", ", names), columns)
                    .forEach(line -> lines.add(style.dim(line))));
        }
    }

    private static String words(Reason reason) {
        return switch (reason) {
            case EXCHANGE -> "since each exchange has its own";
            case CONNECTION -> "since they belong to the connection";
            case UNSTEADY -> "since they change from request to request";
            case NONE -> throw new IllegalArgumentException("it is not expected");
        };
    }

    /** Where Quiver did not speak HTTP/3, why. */
    private void fallBacks(UrlComparison comparison, List<String> lines) {
        Set<String> told = new TreeSet<>();
        for (LinkRun run : comparison.runs()) {
            ClientRun quiver = run.clients().get(ClientName.QUIVER);
            if (quiver == null) {
                continue;
            }
            // Those on a connection that was there had nothing to choose, or say only that it failed before.
            Stream.concat(quiver.uncounted().stream().limit(1), quiver.cold().stream())
                    .forEach(sample -> {
                        Route route = sample.route();
                        if (sample.answer() != null && route != null && route.winner() == Route.Via.TCP) {
                            route.attempts().stream()
                                    .filter(attempt -> attempt.via() == Route.Via.QUIC && attempt.reason() != null)
                                    .forEach(attempt -> told.add(attempt.outcome() + ": " + attempt.reason()));
                        }
                    });
        }
        for (String why : told) {
            lines.add("");
            Clip.wrap("quiver went by TCP; QUIC " + why, columns).forEach(line -> lines.add(style.yellow(line)));
        }
    }

    private String row(List<ClientName> clients, String label, Function<ClientName, String> cells) {
        StringBuilder line = new StringBuilder(label(label));
        clients.forEach(client -> line.append(cells.apply(client)));
        return line.toString().stripTrailing();
    }

    private String last(@Nullable List<Answer> answers, Function<Answer, String> what) {
        return cell(answers == null ? "–" : what.apply(answers.get(answers.size() - 1)));
    }

    private static String label(String text) {
        return String.format("%-" + LABEL + "s", text);
    }

    private String cell(String text) {
        int width = Math.min(WIDEST_COLUMN, (columns - LABEL) / ClientName.values().length);
        return String.format("%-" + width + "s", Clip.to(text, width - 1));
    }
}
