package dev.quiver.urlsession.internal.cache.store;

import java.nio.file.Path;

/** Writes into a store until it is killed, and says so step by step. */
final class CrashingWriter {
    private CrashingWriter() {}

    public static void main(String[] arguments) throws Exception {
        CacheFiles files = new CacheFiles();
        DiskStore store = DiskStore.open(files, Path.of(arguments[0]), CrashWorkload.CAPACITY);
        CrashWorkload work = new CrashWorkload(Long.parseLong(arguments[1]), store, files);
        while (true) {
            work.step();
            System.out.println("step");
        }
    }
}
