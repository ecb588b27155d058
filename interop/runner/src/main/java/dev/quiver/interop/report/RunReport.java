package dev.quiver.interop.report;

import dev.quiver.interop.Matrix;
import dev.quiver.interop.Target;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is told of a run.
 *
 * @param matrix what it found
 * @param environment where it ran
 * @param comparison what has changed since an earlier run; null where there is none to compare with
 */
public record RunReport(
        Matrix matrix, Environment environment, @Nullable Comparison comparison) {
    public RunReport {
        Objects.requireNonNull(matrix);
        Objects.requireNonNull(environment);
    }

    /** The targets that were not left out: the matrix's columns. */
    List<Target> tried() {
        return matrix.targets().stream()
                .filter(target ->
                        matrix.skipped().stream().noneMatch(s -> s.target().equals(target)))
                .toList();
    }
}
