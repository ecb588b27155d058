package dev.quiver.cli.compare;

import dev.quiver.cli.compare.FieldDifference.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What differs between the answers that several clients got to the same request.
 *
 * @param status the statuses
 * @param body the bodies, by length and SHA-256
 * @param fields those that were not seen alike, by name
 */
public record Differences(Agreement status, Agreement body, List<FieldDifference> fields) {
    /** Fields of one exchange alone (RFC 9110 §6.6.1, RFC 9111 §5.1) or made anew for each. */
    private static final Set<String> OF_AN_EXCHANGE = Set.of(
            "age",
            "cf-ray",
            "date",
            "expires",
            "nel",
            "report-to",
            "server-timing",
            "set-cookie",
            "traceparent",
            "x-amz-cf-id",
            "x-amz-request-id",
            "x-request-id",
            "x-timer");

    /** Fields of a connection (RFC 9110 §7.6.1), or that name others. */
    private static final Set<String> OF_A_CONNECTION =
            Set.of("alt-svc", "connection", "keep-alive", "transfer-encoding", "upgrade", "via");

    public Differences {
        fields = List.copyOf(fields);
    }

    /** By all answers that each client got. Nothing differs where only one got any. */
    static Differences between(Map<ClientName, List<Answer>> answers) {
        Set<String> names = new TreeSet<>();
        answers.values()
                .forEach(all ->
                        all.forEach(answer -> names.addAll(answer.fields().keySet())));
        List<FieldDifference> fields = new ArrayList<>();
        for (String name : names) {
            Agreement agreement = agreement(answers, answer -> values(answer, name));
            if (agreement != Agreement.SAME) {
                Map<ClientName, List<String>> last = new EnumMap<>(ClientName.class);
                answers.forEach((client, all) -> last.put(client, values(all.get(all.size() - 1), name)));
                fields.add(new FieldDifference(name, reason(name, agreement), last));
            }
        }
        return new Differences(
                agreement(answers, Answer::status),
                agreement(answers, answer -> answer.bodyBytes() + " " + answer.bodySha256()),
                fields);
    }

    private static List<String> values(Answer answer, String field) {
        return answer.fields().getOrDefault(field, List.of());
    }

    private static Agreement agreement(Map<ClientName, List<Answer>> answers, Function<Answer, Object> what) {
        Map<ClientName, Set<Object>> seen = new EnumMap<>(ClientName.class);
        answers.forEach((client, all) -> seen.put(client, all.stream().map(what).collect(Collectors.toSet())));
        return Agreement.of(seen);
    }

    private static Reason reason(String name, Agreement agreement) {
        if (OF_AN_EXCHANGE.contains(name)) {
            return Reason.EXCHANGE;
        }
        if (OF_A_CONNECTION.contains(name)) {
            return Reason.CONNECTION;
        }
        return agreement == Agreement.UNSTEADY ? Reason.UNSTEADY : Reason.NONE;
    }

    /** Whether the answers are not the same: another status or another body. Fields are told, and do not count. */
    public boolean matter() {
        return status == Agreement.DIFFERENT || body == Agreement.DIFFERENT;
    }
}
