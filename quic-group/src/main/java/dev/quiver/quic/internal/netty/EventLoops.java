package dev.quiver.quic.internal.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The transport's threads: one set for the process, made with the first lease and ended with the last, so that nothing
 * is left behind once everything is closed.
 */
final class EventLoops {
    /** More loops than this only spread the same packets thinner; one loop carries hundreds of connections. */
    private static final int THREADS =
            Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));

    private static final Object LOCK = new Object();
    private static @Nullable EventLoopGroup shared;
    private static @Nullable NetworkWatch watch;
    private static int leases;

    private EventLoops() {}

    /** Whether the epoll transport is in use; else NIO. */
    static boolean epoll() {
        return Epoll.isAvailable();
    }

    static Lease lease() {
        synchronized (LOCK) {
            EventLoop loop = shared == null ? null : living(shared);
            if (shared == null || loop == null) {
                shared = loops(THREADS);
                loop = shared.next();
            }
            NetworkWatch watched = watch;
            if (watched == null) {
                watched = new NetworkWatch(loop, NetworkWatch::addresses);
                watch = watched;
            }
            watched.outlive(loop);
            leases++;
            return new Lease(loop, watched);
        }
    }

    /** The next loop that no Error has ended, if there is one. */
    private static @Nullable EventLoop living(EventLoopGroup group) {
        for (int i = 0; i < THREADS; i++) {
            EventLoop next = group.next();
            if (!next.isShuttingDown()) {
                return next;
            }
        }
        return null;
    }

    private static EventLoopGroup loops(int count) {
        DefaultThreadFactory threads = new DefaultThreadFactory("quiver-quic", true);
        if (!epoll()) {
            // No guests: who keeps a reference to their thread and interrupts it would close NIO's sockets.
            return new MultiThreadIoEventLoopGroup(count, threads, NioIoHandler.newFactory());
        }
        return new MultiThreadIoEventLoopGroup(count, threads, EpollIoHandler.newFactory()) {
            @Override
            protected IoEventLoop newChild(Executor keepers, IoHandlerFactory io, Object... arguments) {
                return new ShiftLoop(this, keepers, io, new DefaultThreadFactory("quiver-quic-runner", true));
            }
        };
    }

    /** A loop with a thread of its own, which may be held up; it ends with the lease. */
    static Lease leaseOwn() {
        Lease common = lease();
        EventLoopGroup own = new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory("quiver-quic-own", true),
                epoll() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        return new Lease(own.next(), common.watch()) {
            @Override
            CompletableFuture<Void> release() {
                CompletableFuture<Void> ended = new CompletableFuture<>();
                own.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(f -> ended.complete(null));
                return ended.thenCompose(v -> common.release());
            }
        };
    }

    private static CompletableFuture<Void> releaseShared() {
        EventLoopGroup unused;
        synchronized (LOCK) {
            if (--leases > 0) {
                return CompletableFuture.completedFuture(null);
            }
            unused = shared;
            shared = null;
            watch = null;
        }
        CompletableFuture<Void> ended = new CompletableFuture<>();
        if (unused == null) {
            ended.complete(null);
        } else {
            unused.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(f -> ended.complete(null));
        }
        return ended;
    }

    /** The right to use the threads; {@link #close} it once. */
    static class Lease implements AutoCloseable {
        private final EventLoop loop;
        private final NetworkWatch watch;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Lease(EventLoop loop, NetworkWatch watch) {
            this.loop = loop;
            this.watch = watch;
        }

        /** The loop that goes with this lease. */
        EventLoop loop() {
            return loop;
        }

        /** Who watches the machine's network. */
        NetworkWatch watch() {
            return watch;
        }

        @Override
        public void close() {
            release();
        }

        /** Gives the lease back; completes when the threads have ended, or at once while others use them. */
        CompletableFuture<Void> release() {
            return closed.compareAndSet(false, true) ? releaseShared() : CompletableFuture.completedFuture(null);
        }
    }
}
