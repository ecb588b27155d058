package dev.quiver.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process and the server's used since {@link #start()}. What the system does not tell is not a number. */
final class ProcessMeter {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double MIB = 1 << 20;
    /** Ticks a second in /proc, the same on every Linux that Java runs on. */
    private static final double TICKS = 100;

    private final long serverPid;
    private final long began = System.nanoTime();
    private final long cpu = SYSTEM.getProcessCpuTime();
    private final double serverCpu;
    private final double switches = switches();
    private final long allocated = allocated();

    private ProcessMeter(long serverPid) {
        this.serverPid = serverPid;
        this.serverCpu = serverCpu(serverPid);
    }

    /** Collects garbage, forgets the peaks, and begins. */
    static ProcessMeter start(long serverPid) {
        System.gc();
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException elsewhere) {
            // The peak stays that of the whole process.
        }
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        return new ProcessMeter(serverPid);
    }

    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    /** CPU seconds of this process. */
    double cpuSeconds() {
        return (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
    }

    /** CPU seconds of the server. */
    double serverCpuSeconds() {
        return serverCpu(serverPid) - serverCpu;
    }

    /** How often a thread of this process fell asleep, which is how often one was woken. */
    double sleeps() {
        return switches() - switches;
    }

    /** Bytes allocated on the heap by the threads that still live. */
    double allocatedBytes() {
        return allocated() - allocated;
    }

    /** The most memory that the process had resident. */
    double residentMiB() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException elsewhere) {
            return Double.NaN;
        }
    }

    /** The most that was in use on the heap, garbage included. */
    double heapMiB() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToDouble(pool -> pool.getPeakUsage().getUsed() / MIB)
                .sum();
    }

    private static long allocated() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    private static double switches() {
        double sum = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                for (String line : Files.readAllLines(task.resolve("status"))) {
                    if (line.startsWith("voluntary_ctxt_switches:")) {
                        sum += Long.parseLong(line.replaceAll("\\D", ""));
                    }
                }
            }
        } catch (IOException elsewhereOrEnded) {
            return Double.NaN;
        }
        return sum;
    }

    private static double serverCpu(long pid) {
        if (pid == 0) {
            return Double.NaN;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
        } catch (IOException gone) {
            return Double.NaN;
        }
    }
}
