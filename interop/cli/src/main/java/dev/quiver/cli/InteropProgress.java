package dev.quiver.cli;

import dev.quiver.cli.render.FleetBar;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import dev.quiver.interop.RunListener;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How far a run is, on standard error: a live line with what is under way on a terminal, above it what fails as it fails,
 * once for each server and reason; else a line for each cell.
 */
final class InteropProgress implements RunListener, AutoCloseable {
    private final CommandIo io;
    private final FleetBar bar;
    private final int casesEach;
    private final int cells;
    private final Map<String, String> underWay = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private int done;

    InteropProgress(CommandIo io, InteropPlan plan) {
        this.io = io;
        this.casesEach = plan.cases().size();
        this.cells = casesEach * plan.targets().size();
        this.bar = new FleetBar(io.err(), io.columns(), io.errStyle(), cells, "cells", "failed");
        if (io.errTerminal()) {
            bar.doing("knocking at " + plan.targets().size() + (plan.targets().size() == 1 ? " server" : " servers"));
            bar.start();
        }
    }

    @Override
    public void began(Target target, TestCase testCase) {
        underWay.put(target.name(), testCase.name());
        tellUnderWay();
    }

    @Override
    public void ended(Cell cell) {
        done++;
        underWay.remove(cell.target().name());
        tellUnderWay();
        boolean failed = cell.answer() instanceof Answer.Failed;
        bar.done(!failed, () -> {
            if (!io.errTerminal()) {
                io.err()
                        .printf(
                                Locale.ROOT,
                                "[%d/%d] %s %s: %s, %.1f s%n",
                                done,
                                cells,
                                cell.target().name(),
                                cell.testCase().name(),
                                cell.answer().result(),
                                cell.took().toMillis() / 1e3);
            } else if (failed
                    && told.add(cell.target().name() + " " + cell.answer().reason())) {
                io.err()
                        .println(io.errStyle().red("✕") + " " + cell.target().name() + " "
                                + cell.testCase().name());
            }
        });
    }

    @Override
    public void skipped(Matrix.Skipped skipped) {
        done += casesEach;
        bar.done(casesEach, () -> {
            if (!io.errTerminal()) {
                io.err()
                        .printf(
                                Locale.ROOT,
                                "[%d/%d] %s: left out%n",
                                done,
                                cells,
                                skipped.target().name());
            }
        });
    }

    @Override
    public void close() {
        bar.close();
    }

    private void tellUnderWay() {
        StringBuilder text = new StringBuilder();
        underWay.forEach((target, testCase) -> text.append(text.isEmpty() ? "" : ", ")
                .append(target)
                .append(' ')
                .append(testCase));
        bar.doing(text.toString());
    }
}
