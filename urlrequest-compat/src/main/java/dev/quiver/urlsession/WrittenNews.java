package dev.quiver.urlsession;

/** Tells the delegate how much was written; while one piece of news waits for its turn, what comes after joins it. */
final class WrittenNews {
    private final DownloadTask task;
    private long expected = -1;
    private long total;
    private long told;
    private boolean waiting;

    WrittenNews(DownloadTask task) {
        this.task = task;
    }

    synchronized void expected(long bytes) {
        expected = bytes;
    }

    void resumed(long offset, long of) {
        synchronized (this) {
            expected = of;
            total = offset;
            told = offset;
        }
        task.engine().voice().tell(delegate -> {
            if (delegate instanceof UrlSessionDownloadDelegate told) {
                told.didResumeAtOffset(task.session(), task, offset, of);
            }
        });
    }

    void written(long inAll) {
        synchronized (this) {
            total = inAll;
            if (waiting) {
                return;
            }
            waiting = true;
        }
        task.engine().voice().tell(this::tell);
    }

    private void tell(UrlSessionTaskDelegate delegate) {
        long more;
        long now;
        long of;
        synchronized (this) {
            waiting = false;
            now = total;
            more = now - told;
            told = now;
            of = expected;
        }
        if (more > 0 && delegate instanceof UrlSessionDownloadDelegate listener) {
            listener.didWriteData(task.session(), task, more, now, of);
        }
    }
}
