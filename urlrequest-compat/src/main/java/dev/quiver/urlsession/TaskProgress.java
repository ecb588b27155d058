package dev.quiver.urlsession;

/** A task's progress: a parent of 100 units, of which its upload and its download have a share each. */
final class TaskProgress {
    private static final System.Logger LOG = System.getLogger(TaskProgress.class.getPackageName());
    private static final long UNITS = 100;

    private final Progress whole = Progress.of(UNITS);
    private final Progress upload = Progress.of(-1);
    private final Progress download = Progress.of(-1);
    private volatile long guessedToSend = -1;
    private volatile long guessedToReceive = -1;

    TaskProgress(boolean uploads) {
        long share = uploads ? UNITS / 2 : 0;
        if (uploads) {
            whole.addChild(upload, share);
        }
        whole.addChild(download, UNITS - share);
    }

    Progress whole() {
        return whole;
    }

    void guess(long toSend, long toReceive) {
        guessedToSend = toSend;
        guessedToReceive = toReceive;
    }

    void sent(TaskCounts counts) {
        guarded(() -> upload.set(either(counts.bytesExpectedToSend(), guessedToSend), counts.bytesSent()));
    }

    void received(TaskCounts counts) {
        long expected = either(counts.bytesExpectedToReceive(), guessedToReceive);
        long there = counts.bytesThere();
        guarded(() -> download.set(expected < 0 ? expected : there + expected, there + counts.bytesReceived()));
    }

    /** All is done, whatever was announced. */
    void finished(TaskCounts counts) {
        long bytes = Math.max(1, counts.bytesReceived());
        guarded(() -> upload.set(1, 1));
        guarded(() -> download.set(bytes, bytes));
    }

    /** What an observer throws is its own failure, not the task's. */
    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "an observer of a task's progress failed", e);
        }
    }

    private static long either(long known, long guess) {
        return known >= 0 ? known : guess;
    }
}
