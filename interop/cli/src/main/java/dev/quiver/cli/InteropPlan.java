package dev.quiver.cli;

import dev.quiver.cli.transfer.FileReasons;
import dev.quiver.interop.Target;
import dev.quiver.interop.TargetSyntax;
import dev.quiver.interop.TestCase;
import dev.quiver.interop.cases.Cases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be tried with whom.
 *
 * @param targets at least one, each with a name of its own
 * @param cases at least one
 */
record InteropPlan(List<Target> targets, List<TestCase> cases) {
    static InteropPlan of(InteropOptions options) throws UsageException {
        List<Target> targets = new ArrayList<>();
        try {
            if (options.targetsFile != null) {
                targets.addAll(read(options.targetsFile));
            }
            for (String text : options.targets) {
                Target target = TargetSyntax.parse(text);
                if (targets.stream().anyMatch(other -> other.name().equals(target.name()))) {
                    throw new UsageException("two targets are called " + target.name());
                }
                targets.add(target);
            }
            List<TestCase> cases = options.cases.isEmpty() ? Cases.all() : Cases.named(options.cases);
            if (targets.isEmpty()) {
                throw new UsageException("name a server, as NAME=HOST:PORT, or a file of them with --targets");
            }
            if (options.parallel < 1) {
                throw new UsageException("--parallel is at least 1");
            }
            return new InteropPlan(targets, cases);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
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
