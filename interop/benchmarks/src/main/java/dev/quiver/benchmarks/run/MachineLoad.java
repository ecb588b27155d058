package dev.quiver.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of the processors went to others while something was measured: what the whole machine was busy with, less what
 * this run's own processes used. The kernel's work on packets belongs to no process and is left out on both sides; time that
 * a hypervisor took away counts as others'.
 *
 * @param busyTicks of the machine since it started
 * @param ownTicks of this process, its ended children, and the processes named
 * @param nanos when
 */
record MachineLoad(long busyTicks, long ownTicks, long nanos) {
    /** Ticks a second in /proc, the same on every Linux that Java runs on. */
    private static final double TICKS = 100;

    /** In /proc/stat's first line: user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final List<Integer> BUSY = List.of(1, 2, 3, 8);

    /** In /proc/PID/stat behind the name, from 0: utime, stime, and those of children that were waited for. */
    private static final int USED_FROM = 11;

    private static final int USED_TO = 15;

    /** By now; null where the system does not tell. */
    static @Nullable MachineLoad now(Collection<Long> alsoOurs) {
        try {
            long busy = busy(Files.readString(Path.of("/proc/stat")));
            long own = used(Files.readString(Path.of("/proc/self/stat")));
            for (long pid : alsoOurs) {
                own += used(Files.readString(Path.of("/proc/" + pid + "/stat")));
            }
            return new MachineLoad(busy, own, System.nanoTime());
        } catch (IOException elsewhereOrEnded) {
            return null;
        }
    }

    /** How many processors others kept busy on average from then to now. Never less than none. */
    double othersSince(MachineLoad then) {
        double seconds = (nanos - then.nanos) / 1e9;
        double others = (busyTicks - then.busyTicks - (ownTicks - then.ownTicks)) / TICKS;
        return Math.max(0, others / seconds);
    }

    /** From the text of /proc/stat. */
    static long busy(String text) {
        String[] fields = text.lines().findFirst().orElseThrow().trim().split("\\s+");
        return BUSY.stream()
                .mapToLong(index -> index < fields.length ? Long.parseLong(fields[index]) : 0)
                .sum();
    }

    /** From the text of /proc/PID/stat, whose second field may hold spaces and brackets. */
    static long used(String text) {
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        long used = 0;
        for (int field = USED_FROM; field < USED_TO; field++) {
            used += Long.parseLong(fields[field]);
        }
        return used;
    }
}
