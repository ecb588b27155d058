package dev.quiver.quic.trust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings being gathered. */
final class Findings {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(finding -> finding.certificate() == null ? -1 : finding.certificate())
            .thenComparing(Finding::id);

    private final List<Finding> all = new ArrayList<>();

    void add(FindingId id, @Nullable Integer certificate, String message, String remedy) {
        all.add(new Finding(id, certificate, message, remedy));
    }

    void add(FindingId id, Severity severity, @Nullable Integer certificate, String message, String remedy) {
        all.add(new Finding(id, severity, certificate, message, remedy));
    }

    boolean has(FindingId id) {
        return all.stream().anyMatch(finding -> finding.id() == id);
    }

    boolean hasErrors() {
        return all.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** Errors first, then in the chain's order. */
    List<Finding> sorted() {
        return sorted(all);
    }

    static List<Finding> sorted(List<Finding> findings) {
        return findings.stream().sorted(ORDER).toList();
    }
}
