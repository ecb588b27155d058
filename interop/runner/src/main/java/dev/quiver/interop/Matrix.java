package dev.quiver.interop;

import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What a run found.
 *
 * @param cells one for each case and target, by target and then by case
 * @param skipped targets that were not tried, and why; they have no cells
 */
public record Matrix(
        List<Target> targets,
        List<TestCase> cases,
        List<Cell> cells,
        List<Skipped> skipped,
        Instant began,
        Instant ended) {
    public Matrix {
        targets = List.copyOf(targets);
        cases = List.copyOf(cases);
        cells = List.copyOf(cells);
        skipped = List.copyOf(skipped);
    }

    /** A target that was left out. */
    public record Skipped(Target target, String reason) {}

    /** The cell of a target and a case. */
    public Cell cell(Target target, TestCase testCase) {
        for (Cell cell : cells) {
            if (cell.target().equals(target) && cell.testCase().name().equals(testCase.name())) {
                return cell;
            }
        }
        throw new NoSuchElementException(target.name() + " " + testCase.name());
    }

    /** How many cells have this kind of answer. */
    public long count(Class<? extends Answer> kind) {
        return cells.stream().filter(cell -> kind.isInstance(cell.answer())).count();
    }
}
