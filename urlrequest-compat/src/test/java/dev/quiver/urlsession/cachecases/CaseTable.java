package dev.quiver.urlsession.cachecases;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who passes what, as Markdown. */
final class CaseTable {
    private static final List<String> KINDS = List.of("required", "optimal", "check");

    private final List<CacheCase> cases;
    private final Map<String, Map<String, Boolean>> columns = new LinkedHashMap<>();

    CaseTable() throws IOException {
        this.cases = CacheCase.all();
    }

    void column(String name, Map<String, Boolean> passed) {
        columns.put(name, passed);
    }

    long passed(String column, String kind) {
        Map<String, Boolean> passed = columns.getOrDefault(column, Map.of());
        return cases.stream()
                .filter(one -> one.kind().equals(kind) && passed.getOrDefault(one.id(), false))
                .count();
    }

    String summary() {
        StringBuilder text = new StringBuilder(
                row("cases passed", columns.keySet()) + "|---|" + "---|".repeat(columns.size()) + "\n");
        for (String kind : KINDS) {
            long all = cases.stream().filter(one -> one.kind().equals(kind)).count();
            text.append(row(
                    kind + " (of " + all + ")",
                    columns.keySet().stream()
                            .map(column -> Long.toString(passed(column, kind)))
                            .toList()));
        }
        return text.toString();
    }

    /** The cases in which not all are of one mind with us, checks aside. */
    String differences() {
        return table(cases.stream()
                .filter(one -> !one.kind().equals("check")
                        && columns.values().stream()
                                        .map(passed -> passed.getOrDefault(one.id(), false))
                                        .distinct()
                                        .count()
                                > 1)
                .toList());
    }

    String all() {
        return table(cases);
    }

    private String table(List<CacheCase> some) {
        return row("case", columns.keySet()) + "|---|" + "---|".repeat(columns.size()) + "\n"
                + some.stream()
                        .map(one -> row(
                                one.id() + " (" + one.kind() + ")",
                                columns.values().stream()
                                        .map(passed -> passed.getOrDefault(one.id(), false) ? "yes" : "no")
                                        .toList()))
                        .collect(Collectors.joining());
    }

    private static String row(String first, Iterable<String> rest) {
        return "| " + first + " | " + String.join(" | ", rest) + " |\n";
    }
}
