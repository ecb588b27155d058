package dev.quiver.h3;

import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A priority that may change while exchanges go on (RFC 9218 §7): the task became visible, or was scrolled away. Given to
 * one exchange or to several by {@link H3Options.Builder#priorityControl}. Safe to use from any thread.
 */
public final class PriorityControl {
    private final CopyOnWriteArrayList<Consumer<? super Priority>> watchers = new CopyOnWriteArrayList<>();
    private volatile Priority current;

    private PriorityControl(Priority first) {
        this.current = Objects.requireNonNull(first, "first");
    }

    /** A control that starts with this. */
    public static PriorityControl of(Priority first) {
        return new PriorityControl(first);
    }

    /** What holds now: requests sent from now on say it in their {@code priority} field. */
    public Priority current() {
        return current;
    }

    /**
     * From now on this holds. The server hears of it by a PRIORITY_UPDATE frame for each request under way over HTTP/3 with
     * this control (RFC 9218 §7.2), and what this client still has to send of them is ordered by it. A request whose
     * stream is not yet open is told about once it is, one whose response has ended is not told about. Returns at once;
     * of changes in quick succession the server may hear of the last one only.
     */
    public void change(Priority next) {
        current = Objects.requireNonNull(next, "next");
        for (Consumer<? super Priority> watcher : watchers) {
            watcher.accept(next);
        }
    }

    /**
     * Tells of each change, on the thread that makes it. This is how exchanges hear of them; they stop watching when they
     * are over.
     *
     * @return stops that
     */
    public Runnable watch(Consumer<? super Priority> watcher) {
        watchers.add(Objects.requireNonNull(watcher, "watcher"));
        return () -> watchers.remove(watcher);
    }

    @Override
    public String toString() {
        return "PriorityControl[" + current.fieldValue() + "]";
    }
}
