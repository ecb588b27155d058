package dev.quiver.h3.internal.altsvc;

import dev.quiver.h3.internal.message.OriginKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One client's alternative services, with their file if it has one. What changes is written soon, on the executor; a
 * file that cannot be written is told once and does not stop anything. Safe to use from any thread.
 */
public final class AltSvcStore {
    private static final System.Logger LOG = System.getLogger("dev.quiver.h3.altsvc");

    private final AltSvcCache cache = new AltSvcCache();
    private final @Nullable AltSvcFile file;
    private final Executor executor;
    private final Object saving = new Object();
    private volatile boolean any;
    private boolean dirty;
    private boolean writing;
    private boolean told;

    /**
     * Reads the file, if there is one.
     *
     * @param path null for memory only
     * @param executor where the file is written
     */
    public AltSvcStore(@Nullable Path path, Executor executor) {
        this.executor = executor;
        this.file = path == null ? null : new AltSvcFile(path);
        if (file != null) {
            cache.merge(file.read(), System.currentTimeMillis());
            any = true;
        }
    }

    /**
     * A response of the origin had these {@code Alt-Svc} lines.
     *
     * @param age its {@code Age} in seconds, or 0
     */
    public void heard(OriginKey origin, List<String> lines, long age) {
        // RFC 7838 §2.1: only from a server that proved to be the origin.
        Advice advice = origin.secure() ? AltSvcField.read(lines, origin.host()) : null;
        if (advice == null) {
            return;
        }
        boolean changed;
        synchronized (this) {
            changed = cache.heard(origin, advice, age, System.currentTimeMillis());
        }
        any |= changed;
        if (changed) {
            changed();
        }
    }

    /** Where an origin may be reached, most wanted first. */
    public List<Place> places(OriginKey origin) {
        if (!any) {
            return List.of();
        }
        synchronized (this) {
            return cache.places(origin, System.currentTimeMillis());
        }
    }

    /** The alternative answered 421. */
    public void misdirected(OriginKey origin, Place place) {
        boolean changed;
        synchronized (this) {
            changed = cache.misdirected(origin, place, System.currentTimeMillis());
        }
        if (changed) {
            changed();
        }
    }

    /** Forgets what does not outlive a change of network. */
    public void networkChanged() {
        synchronized (this) {
            cache.networkChanged(System.currentTimeMillis());
        }
        changed();
    }

    private void changed() {
        synchronized (this) {
            dirty = file != null;
            if (!dirty || writing) {
                return;
            }
            writing = true;
        }
        try {
            executor.execute(this::write);
        } catch (RejectedExecutionException shutDown) {
            synchronized (this) {
                // flush() still will.
                writing = false;
            }
        }
    }

    private void write() {
        while (true) {
            synchronized (this) {
                if (!dirty) {
                    writing = false;
                    return;
                }
                dirty = false;
            }
            save();
        }
    }

    private void save() {
        AltSvcFile target = file;
        if (target == null) {
            return;
        }
        synchronized (saving) {
            save(target);
        }
    }

    private void save(AltSvcFile target) {
        try {
            target.update(theirs -> {
                synchronized (this) {
                    long now = System.currentTimeMillis();
                    cache.merge(theirs, now);
                    return cache.snapshot(now);
                }
            });
        } catch (IOException e) {
            if (!told) {
                told = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "alternative services cannot be written and will be forgotten with this process: {0}",
                        e.toString());
            }
        }
    }

    /** Writes what is not written yet. May block. */
    public void flush() {
        synchronized (saving) {
            synchronized (this) {
                if (!dirty) {
                    return;
                }
                dirty = false;
            }
            save();
        }
    }
}
