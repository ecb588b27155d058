package dev.quiver.cli;

import dev.quiver.cli.certs.CertsResult;
import dev.quiver.cli.transfer.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How many hosts came out how. */
final class Tally {
    private int hosts;
    private int good;
    private int wrong;
    private int silent;
    private int refused;

    void add(CertsResult result) {
        hosts++;
        switch (result.exitCode()) {
            case ExitCode.DONE -> good++;
            case ExitCode.CERTIFICATE_REJECTED -> wrong++;
            case ExitCode.NOT_CONNECTED -> silent++;
            default -> refused++;
        }
    }

    /** {@code 500 hosts in 1.2 s: 498 good, 1 with errors, 1 not reached}. */
    String line(Duration elapsed) {
        List<String> parts = new ArrayList<>();
        parts.add(good + " good");
        if (wrong > 0) {
            parts.add(wrong + " with errors");
        }
        if (silent > 0) {
            parts.add(silent + " not reached");
        }
        if (refused > 0) {
            parts.add(refused + " not asked");
        }
        return String.format(
                Locale.ROOT, "%d hosts in %.1f s: %s", hosts, elapsed.toMillis() / 1000.0, String.join(", ", parts));
    }
}
