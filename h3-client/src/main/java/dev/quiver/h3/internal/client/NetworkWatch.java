package dev.quiver.h3.internal.client;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Notices that this machine's own addresses changed. Java tells nobody of that, so it looks: when a connection is made or
 * is in doubt, at most once a second, and never in the way of a request.
 */
final class NetworkWatch {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Executor executor;
    private final Runnable changed;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long lookedAt = System.nanoTime() - EVERY_NANOS;
    private volatile @Nullable Set<String> known;

    NetworkWatch(Executor executor, Runnable changed) {
        this.executor = executor;
        this.changed = changed;
    }

    /** A good time to look. */
    void look() {
        if (System.nanoTime() - lookedAt < EVERY_NANOS || !looking.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(this::compare);
        } catch (RejectedExecutionException shutDown) {
            looking.set(false);
        }
    }

    private void compare() {
        try {
            Set<String> now = addresses();
            Set<String> before = known;
            known = now;
            if (before != null && !before.equals(now)) {
                changed.run();
            }
        } catch (SocketException unknown) {
            // Not to be found out here: the caller can still say so.
        } finally {
            lookedAt = System.nanoTime();
            looking.set(false);
        }
    }

    private static Set<String> addresses() throws SocketException {
        Set<String> found = new TreeSet<>();
        var interfaces = NetworkInterface.getNetworkInterfaces();
        while (interfaces.hasMoreElements()) {
            NetworkInterface each = interfaces.nextElement();
            if (each.isUp() && !each.isLoopback()) {
                each.inetAddresses().map(InetAddress::getHostAddress).forEach(found::add);
            }
        }
        return found;
    }
}
