package dev.quiver.urlsession;

/** Tells delegates how much was sent; while one piece of news waits for its turn, what comes after joins it. */
final class SentNews {
    private final UrlSessionTask task;
    private final TaskVoice voice;
    private boolean waiting;
    private long told;

    SentNews(UrlSessionTask task, TaskVoice voice) {
        this.task = task;
        this.voice = voice;
    }

    void sent() {
        if (voice.listener().isEmpty()) {
            return;
        }
        synchronized (this) {
            if (waiting) {
                return;
            }
            waiting = true;
        }
        voice.tell(delegate -> {
            long total = task.countOfBytesSent();
            long more;
            synchronized (this) {
                waiting = false;
                // A body that is sent again begins at nothing.
                more = total < told ? total : total - told;
                told = total;
            }
            if (more > 0) {
                delegate.didSendBodyData(task.session(), task, more, total, task.countOfBytesExpectedToSend());
            }
        });
    }
}
