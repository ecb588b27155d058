package dev.quiver.quic;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds, in bytes; 0 where the system does not tell.
 *
 * @param heap objects alive after a collection
 * @param direct what Netty's allocator has from the system, used or kept for later
 * @param resident all of the process in memory: the codec's native buffers are in no other figure
 */
record Memory(long heap, long direct, long resident) {
    static Memory now() {
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        long direct = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider counted
                ? counted.metric().usedDirectMemory()
                : 0;
        return new Memory(heap, direct, residentNow());
    }

    Memory minus(Memory before) {
        return new Memory(heap - before.heap, direct - before.direct, resident - before.resident);
    }

    Memory each(int count) {
        return new Memory(heap / count, direct / count, resident / count);
    }

    /** Open files, sockets included; -1 where the system does not tell. */
    static long files() throws IOException {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return -1;
        }
        try (Stream<Path> open = Files.list(folder)) {
            return open.count();
        }
    }

    private static long residentNow() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return "heap %.1f KiB, direct %.1f KiB, resident %.1f KiB"
                .formatted(heap / 1024.0, direct / 1024.0, resident / 1024.0);
    }
}
