package dev.quiver.benchmarks.run;

import dev.quiver.benchmarks.measure.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One table a cell, in Markdown, the best client first: median and range of the figure that counts, medians of the others,
 * and how the client compares with Quiver and with Netty by hand. A ratio above 1 is always better.
 */
final class Report {
    private final Map<Cell, Map<Client, List<Row>>> cells = new LinkedHashMap<>();
    private final double disturbed;

    /** @param disturbed a measurement during which others kept more processors busy than this counts only where no other does */
    Report(List<Row> rows, double disturbed) {
        this.disturbed = disturbed;
        for (Row row : rows) {
            cells.computeIfAbsent(row.cell(), cell -> new EnumMap<>(Client.class))
                    .computeIfAbsent(row.client(), client -> new ArrayList<>())
                    .add(row);
        }
    }

    /** All tables, and the machine that they are of. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("Java ").append(Runtime.version().feature());
        text.append(" on ").append(System.getProperty("os.name")).append(' ').append(System.getProperty("os.arch"));
        text.append(", ").append(Runtime.getRuntime().availableProcessors());
        text.append(" processors shared by client and server. Median [least–most] over the rounds.\n");
        cells.forEach((cell, clients) -> table(text, cell, clients));
        return text.toString();
    }

    private void table(StringBuilder text, Cell cell, Map<Client, List<Row>> clients) {
        Scenario scenario = cell.scenario();
        Map<Client, Spread> figures = new EnumMap<>(Client.class);
        Map<Client, List<Row>> counted = new EnumMap<>(Client.class);
        clients.forEach((client, rows) -> {
            counted.put(client, counted(rows));
            List<Double> values = values(counted(rows), scenario.figure());
            if (!values.isEmpty()) {
                figures.put(client, Spread.of(values));
            }
        });
        text.append("\n### ")
                .append(cell)
                .append("\n\n")
                .append(scenario.title())
                .append(".\n\n");
        text.append("| client | ").append(scenario.figure());
        scenario.others().forEach(name -> text.append(" | ").append(name));
        text.append(" | of Quiver | of Netty | runs |\n|---|")
                .append("---|".repeat(scenario.others().size() + 4));
        text.append('\n');
        Comparator<Client> best = Comparator.comparingDouble(
                client -> Objects.requireNonNull(figures.get(client)).median());
        figures.keySet().stream()
                .sorted(scenario.moreIsBetter() ? best.reversed() : best)
                .forEach(client -> line(text, scenario, client, figures, Objects.requireNonNull(counted.get(client))));
        clients.forEach((client, rows) -> rows.stream()
                .filter(row -> row.failure() != null)
                .forEach(row -> text.append("\n- failed: ")
                        .append(client)
                        .append(", round ")
                        .append(row.round())
                        .append(": ")
                        .append(row.failure())));
        disturbances(text, clients);
        text.append('\n');
    }

    /** Those that were not disturbed, or all where all were. */
    private List<Row> counted(List<Row> rows) {
        List<Row> quiet = rows.stream()
                .filter(row -> row.result() != null && !disturbed(row))
                .toList();
        return quiet.isEmpty() ? rows : quiet;
    }

    private boolean disturbed(Row row) {
        return others(row) > disturbed;
    }

    /** How many processors others kept busy; none where that is not known. */
    private static double others(Row row) {
        Result result = row.result();
        return result == null ? 0 : result.figures().getOrDefault(MeasureProcess.OTHERS, 0.0);
    }

    private void disturbances(StringBuilder text, Map<Client, List<Row>> clients) {
        List<Row> measured = clients.values().stream()
                .flatMap(List::stream)
                .filter(row -> row.result() != null)
                .toList();
        if (!measured.isEmpty() && measured.stream().allMatch(this::disturbed)) {
            Spread others = Spread.of(measured.stream().map(Report::others).toList());
            text.append("\n- disturbed: all of it: others kept ")
                    .append(Spread.number(others.least()))
                    .append(" to ")
                    .append(Spread.number(others.most()))
                    .append(" processors busy");
            return;
        }
        clients.forEach((client, rows) -> {
            Set<String> rounds = new LinkedHashSet<>();
            rows.stream()
                    .filter(this::disturbed)
                    .forEach(row -> rounds.add(Spread.number(others(row)) + " in round " + row.round()));
            if (!rounds.isEmpty()) {
                text.append("\n- disturbed: ")
                        .append(client)
                        .append(": others kept processors busy, ")
                        .append(String.join(", ", rounds))
                        .append(
                                counted(rows).stream().anyMatch(this::disturbed)
                                        ? ": counted all the same, since it has no other"
                                        : ": left out");
            }
        });
    }

    private void line(
            StringBuilder text, Scenario scenario, Client client, Map<Client, Spread> figures, List<Row> rows) {
        Spread figure = Objects.requireNonNull(figures.get(client));
        text.append("| ").append(client).append(rows.stream().anyMatch(this::disturbed) ? " \\*" : "");
        text.append(" | ").append(figure);
        for (String name : scenario.others()) {
            List<Double> values = values(rows, name);
            text.append(" | ")
                    .append(
                            values.isEmpty()
                                    ? ""
                                    : Spread.number(Spread.of(values).median()));
        }
        for (Client reference : List.of(Client.QUIVER, Client.NETTY)) {
            Spread other = figures.get(reference);
            text.append(" | ");
            if (other != null) {
                double ratio = figure.median() / other.median();
                text.append(Spread.number(scenario.moreIsBetter() ? ratio : 1 / ratio));
            }
        }
        text.append(" | ").append(figure.count()).append(" |\n");
    }

    private static List<Double> values(List<Row> rows, String name) {
        List<Double> values = new ArrayList<>();
        for (Row row : rows) {
            Result result = row.result();
            Double value = result == null ? null : result.figures().get(name);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }
}
