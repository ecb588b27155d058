package dev.quiver.quic.internal.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks, while anybody wants to know, whether this machine's addresses have changed: Java has no event for it. One watch
 * serves all groups. Safe to use from any thread.
 */
final class NetworkWatch {
    /** Soon enough to go on before a peer gives up; a look costs about a millisecond. */
    static final long EVERY_MILLIS = 1000;

    private volatile EventLoop loop;
    private final Supplier<Set<InetAddress>> look;
    private final Map<Object, Runnable> listeners = new ConcurrentHashMap<>();
    // The loop's own.
    private @Nullable Set<InetAddress> known;
    private @Nullable ScheduledFuture<?> next;

    NetworkWatch(EventLoop loop, Supplier<Set<InetAddress>> look) {
        this.loop = loop;
        this.look = look;
    }

    /** Calls the listener on its own loop after every change, until it is removed. */
    void add(Object key, EventLoop on, Runnable listener) {
        listeners.put(key, () -> on.execute(listener));
        loop.execute(this::begin);
    }

    void remove(Object key) {
        listeners.remove(key);
    }

    /** Goes on on this loop, if an Error has ended the one that it was on. */
    void outlive(EventLoop other) {
        if (loop.isShuttingDown()) {
            loop = other;
            other.execute(() -> {
                next = null;
                if (!listeners.isEmpty()) {
                    begin();
                }
            });
        }
    }

    private void begin() {
        if (next == null) {
            if (known == null) {
                known = look.get();
            }
            next = loop.schedule(this::check, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void check() {
        next = null;
        if (listeners.isEmpty()) {
            known = null;
            return;
        }
        Set<InetAddress> now = look.get();
        if (!now.equals(known)) {
            known = now;
            listeners.values().forEach(Runnable::run);
        }
        begin();
    }

    /** The addresses of all interfaces that are up. */
    static Set<InetAddress> addresses() {
        Set<InetAddress> addresses = new HashSet<>();
        try {
            NetworkInterface.networkInterfaces().forEach(nic -> {
                try {
                    if (nic.isUp()) {
                        nic.inetAddresses().forEach(addresses::add);
                    }
                } catch (SocketException e) {
                    // It went away while being looked at.
                }
            });
        } catch (SocketException e) {
            // No interface at all is an answer too.
        }
        return addresses;
    }
}
