package dev.quiver.interop.cases;

import dev.quiver.interop.TestCase;
import dev.quiver.interop.cases.http3.Http3Cases;
import dev.quiver.interop.cases.quic.QuicCases;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All cases there are, in the order of the matrix's rows. */
public final class Cases {
    private static final List<TestCase> ALL =
            Stream.of(QuicCases.ALL, Http3Cases.ALL).flatMap(List::stream).toList();

    private Cases() {}

    /** Every case. */
    public static List<TestCase> all() {
        return ALL;
    }

    /**
     * The cases of these names (or abbreviations), in the matrix's order.
     *
     * @throws IllegalArgumentException naming those that there are none of
     */
    public static List<TestCase> named(List<String> names) {
        List<String> unknown = new ArrayList<>(names);
        List<TestCase> chosen = ALL.stream()
                .filter(one -> unknown.remove(one.name()) | unknown.remove(one.abbreviation()))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no case " + String.join(", ", unknown) + "; there are "
                    + ALL.stream().map(TestCase::name).collect(Collectors.joining(", ")));
        }
        return chosen;
    }
}
