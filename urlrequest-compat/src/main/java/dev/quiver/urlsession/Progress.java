package dev.quiver.urlsession;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How much of some work is done, as {@code NSProgress}: observable, with parents and children. A parent counts in units of
 * its own; each child stands for some of them. Thread-safe; observers are told on the thread that made the change, after
 * it, and may miss steps in between but never the last.
 */
public final class Progress {
    private final Object lock = new Object();
    private final Map<Progress, Long> children = new LinkedHashMap<>();
    private final CopyOnWriteArrayList<Consumer<? super Progress>> observers = new CopyOnWriteArrayList<>();
    private long total;
    private long completed;
    private boolean cancelled;
    private boolean paused;
    private @Nullable Progress parent;
    private @Nullable Runnable cancellation;
    private @Nullable Runnable pausing;
    private @Nullable Runnable resuming;

    private Progress(long total) {
        this.total = total;
    }

    /** A progress of so many units; negative while that is unknown. */
    public static Progress of(long totalUnitCount) {
        return new Progress(totalUnitCount);
    }

    /** The units in all; negative while unknown. */
    public long totalUnitCount() {
        synchronized (lock) {
            return total;
        }
    }

    /** Sets the units in all; negative for unknown. */
    public void totalUnitCount(long units) {
        synchronized (lock) {
            total = units;
        }
        changed();
    }

    /** The units done: own ones, and those of children that are finished. */
    public long completedUnitCount() {
        List<Map.Entry<Progress, Long>> all;
        long done;
        synchronized (lock) {
            done = completed;
            all = new ArrayList<>(children.entrySet());
        }
        for (Map.Entry<Progress, Long> child : all) {
            if (child.getKey().isFinished()) {
                done += child.getValue();
            }
        }
        return done;
    }

    /** Sets the units done, those of children aside. */
    public void completedUnitCount(long units) {
        synchronized (lock) {
            completed = units;
        }
        changed();
    }

    /** Sets both at once. */
    void set(long totalUnits, long completedUnits) {
        synchronized (lock) {
            total = totalUnits;
            completed = completedUnits;
        }
        changed();
    }

    /** How much is done, from 0 to 1 and beyond if more was done than announced; 0 while that is unknown. */
    public double fractionCompleted() {
        List<Map.Entry<Progress, Long>> all;
        double done;
        long units;
        synchronized (lock) {
            if (total < 0 || total == 0 && completed == 0) {
                return 0;
            }
            if (total == 0) {
                return 1;
            }
            units = total;
            done = completed;
            all = new ArrayList<>(children.entrySet());
        }
        for (Map.Entry<Progress, Long> child : all) {
            done += child.getKey().fractionCompleted() * child.getValue();
        }
        return done / units;
    }

    /** Whether it is not known how much there is. */
    public boolean isIndeterminate() {
        synchronized (lock) {
            return total < 0 || completed < 0 || total == 0 && completed == 0;
        }
    }

    /** Whether all is done. */
    public boolean isFinished() {
        return !isIndeterminate() && fractionCompleted() >= 1;
    }

    /**
     * Lets another stand for some of these units.
     *
     * @throws IllegalArgumentException if the child has a parent already, or is this or above it
     */
    public void addChild(Progress child, long pendingUnitCount) {
        for (Progress above = this; above != null; above = above.parent()) {
            if (above == child) {
                throw new IllegalArgumentException("a progress cannot be below itself");
            }
        }
        synchronized (child.lock) {
            if (child.parent != null) {
                throw new IllegalArgumentException("the child has a parent already");
            }
            child.parent = this;
        }
        synchronized (lock) {
            children.put(child, pendingUnitCount);
        }
        if (isCancelled()) {
            child.cancel();
        }
        changed();
    }

    /**
     * Tells of each change.
     *
     * @return stops that
     */
    public Runnable observe(Consumer<? super Progress> observer) {
        observers.add(Objects.requireNonNull(observer, "observer"));
        return () -> observers.remove(observer);
    }

    /** Cancels this, all below it, and what they stand for. Idempotent. */
    public void cancel() {
        Runnable hook;
        synchronized (lock) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            hook = cancellation;
        }
        spread(hook, Progress::cancel);
    }

    /** Whether it was cancelled. */
    public boolean isCancelled() {
        synchronized (lock) {
            return cancelled;
        }
    }

    /** Suspends what this and all below it stand for. */
    public void pause() {
        Runnable hook;
        synchronized (lock) {
            paused = true;
            hook = pausing;
        }
        spread(hook, Progress::pause);
    }

    /** Lets what this and all below it stand for go on. */
    public void resume() {
        Runnable hook;
        synchronized (lock) {
            paused = false;
            hook = resuming;
        }
        spread(hook, Progress::resume);
    }

    /** Whether it was paused, and not resumed since. */
    public boolean isPaused() {
        synchronized (lock) {
            return paused;
        }
    }

    /** What {@link #cancel()} does; run at once if it was cancelled already. */
    public void cancellationHandler(Runnable handler) {
        boolean late;
        synchronized (lock) {
            cancellation = handler;
            late = cancelled;
        }
        if (late) {
            handler.run();
        }
    }

    /** What {@link #pause()} does. */
    public void pausingHandler(Runnable handler) {
        synchronized (lock) {
            pausing = handler;
        }
    }

    /** What {@link #resume()} does. */
    public void resumingHandler(Runnable handler) {
        synchronized (lock) {
            resuming = handler;
        }
    }

    private void spread(@Nullable Runnable hook, Consumer<Progress> toChildren) {
        if (hook != null) {
            hook.run();
        }
        List<Progress> below;
        synchronized (lock) {
            below = new ArrayList<>(children.keySet());
        }
        below.forEach(toChildren);
        changed();
    }

    private @Nullable Progress parent() {
        synchronized (lock) {
            return parent;
        }
    }

    private void changed() {
        for (Progress at = this; at != null; at = at.parent()) {
            for (Consumer<? super Progress> observer : at.observers) {
                observer.accept(at);
            }
        }
    }

    @Override
    public String toString() {
        return "Progress[" + completedUnitCount() + " of " + totalUnitCount() + "]";
    }
}
