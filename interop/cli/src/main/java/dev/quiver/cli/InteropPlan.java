package dev.quiver.cli;

import dev.quiver.cli.transfer.FileReasons;
import dev.quiver.interop.PublicServers;
import dev.quiver.interop.Target;
import dev.quiver.interop.TargetSyntax;
import dev.quiver.interop.TestCase;
import dev.quiver.interop.cases.Cases;
import dev.quiver.interop.report.Comparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be tried with whom.
 *
 * @param targets at least one, each with a name of its own
 * @param cases at least one
 * @param publicServers which of the targets come from the public list: they may be dead
 * @param earlier the run to compare with, or null
 */
record InteropPlan(
        List<Target> targets, List<TestCase> cases, Set<Target> publicServers, Comparison.@Nullable Earlier earlier) {
    static InteropPlan of(InteropOptions options) throws UsageException {
        List<Target> targets = new ArrayList<>();
        try {
            if (options.targetsFile != null) {
                targets.addAll(read(options.targetsFile));
            }
            for (String text : options.targets) {
                add(TargetSyntax.parse(text), targets);
            }
            List<Target> publicServers = options.publicServers ? PublicServers.worthTrying() : List.of();
            for (Target server : publicServers) {
                add(server, targets);
            }
            List<TestCase> cases = options.cases.isEmpty() ? Cases.all() : Cases.named(options.cases);
            if (targets.isEmpty()) {
                throw new UsageException(
                        "name a server, as NAME=HOST:PORT, or a file of them with --targets, or say --public");
            }
            if (options.parallel < 1) {
                throw new UsageException("--parallel is at least 1");
            }
            return new InteropPlan(targets, cases, Set.copyOf(publicServers), earlier(options.compare));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static void add(Target target, List<Target> targets) throws UsageException {
        if (targets.stream().anyMatch(other -> other.name().equals(target.name()))) {
            throw new UsageException("two targets are called " + target.name());
        }
        targets.add(target);
    }

    private static Comparison.@Nullable Earlier earlier(@Nullable Path file) throws UsageException {
        try {
            return file == null ? null : Comparison.read(file);
        } catch (IOException e) {
            throw new UsageException("cannot read --compare " + file + ": " + FileReasons.of(e, file));
        } catch (IllegalArgumentException e) {
            throw new UsageException("cannot use --compare " + file + ": " + e.getMessage());
        }
    }

    private static List<Target> read(Path file) throws UsageException {
        try {
            return TargetSyntax.read(file);
        } catch (IOException e) {
            throw new UsageException("cannot read --targets " + file + ": " + FileReasons.of(e, file));
        }
    }
}
