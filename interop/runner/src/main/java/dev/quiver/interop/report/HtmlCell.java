package dev.quiver.interop.report;

import dev.quiver.interop.Cell;

/**
 * A cell's place in the page.
 *
 * @param report the run it is of
 */
record HtmlCell(RunReport report, Cell cell) {
    /** What links to it name. Names of targets are anyone's, so that numbers stand for them. */
    String id() {
        return "c" + report.tried().indexOf(cell.target()) + "-"
                + report.matrix().cases().indexOf(cell.testCase());
    }
}
