package dev.quiver.quic.internal.netty;

import dev.quiver.quic.DatagramException;
import dev.quiver.quic.DatagramException.Reason;
import dev.quiver.quic.DatagramOptions;
import dev.quiver.quic.Datagrams;
import dev.quiver.quic.GroupStats.DatagramCounts;
import dev.quiver.quic.QuicException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.quic.QuicChannel;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The datagrams of one group: a bounded way to the event loop, an answer from the transport for each, an inbox. */
final class GroupDatagrams implements Datagrams {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String peer;
    private final DatagramOptions options;
    private final Executor callbacks;
    private final Runnable start;
    private final DatagramInbox inbox;
    private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile int maxSize = -1;
    private volatile long measuredAt;
    private volatile @Nullable QuicChannel channel;
    private volatile @Nullable QuicException ended;
    private @Nullable DatagramLimit limit;

    GroupDatagrams(String peer, DatagramOptions options, Executor callbacks, Runnable start) {
        this.peer = peer;
        this.options = options;
        this.callbacks = callbacks;
        this.start = start;
        this.inbox = new DatagramInbox(options, callbacks);
    }

    private record Outgoing(byte[] bytes, CompletableFuture<Void> done) {}

    /** The group is ready; event loop. @param limit null when the peer takes no datagrams */
    void opened(QuicChannel channel, @Nullable DatagramLimit limit) {
        this.limit = limit;
        this.channel = channel;
        measure();
        drain();
    }

    /** A datagram came; event loop. Takes over the buffer. */
    void received(ByteBuf datagram) {
        ByteBuffer copy = ByteBuffer.allocate(datagram.readableBytes());
        datagram.readBytes(copy).release();
        inbox.offer(copy.flip());
    }

    /** The group is over. */
    void ended(QuicException cause) {
        if (ended == null) {
            ended = cause;
            maxSize = -1;
            inbox.end(cause.kind() == QuicException.Kind.CANCELLED ? null : cause);
        }
        for (Outgoing next = poll(); next != null; next = poll()) {
            next.done.completeExceptionally(cause.again());
        }
    }

    DatagramCounts counts() {
        return new DatagramCounts(sent.sum(), refused.sum(), inbox.received(), inbox.dropped());
    }

    @Override
    public OptionalInt maxSize() {
        if (!measuredLately()) {
            onLoop(this::measure);
        }
        int size = maxSize;
        return size < 0 ? OptionalInt.empty() : OptionalInt.of(size);
    }

    @Override
    public CompletableFuture<Void> send(ByteBuffer data) {
        if (!data.hasRemaining()) {
            throw new IllegalArgumentException("the transport sends no empty datagrams");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (queued.incrementAndGet() > options.sendQueue()) {
            queued.decrementAndGet();
            refuse(done, Reason.QUEUE_FULL, options.sendQueue() + " datagrams to " + peer + " wait already", null);
            return done;
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        queue.add(new Outgoing(bytes, done));
        if (channel == null) {
            start.run();
        }
        schedule();
        return done;
    }

    private @Nullable Outgoing poll() {
        Outgoing next = queue.poll();
        if (next != null) {
            queued.decrementAndGet();
        }
        return next;
    }

    private void schedule() {
        QuicException over = ended;
        if (over != null) {
            ended(over);
        } else if (channel != null && scheduled.compareAndSet(false, true)) {
            onLoop(this::drain);
        }
    }

    private void onLoop(Runnable task) {
        QuicChannel to = channel;
        if (to != null && ended == null) {
            try {
                to.eventLoop().execute(task);
            } catch (RejectedExecutionException e) {
                // The group has ended, and says so to whoever waits.
            }
        }
    }

    private void measure() {
        if (limit != null && ended == null) {
            maxSize = limit.now();
            measuredAt = System.nanoTime();
        }
    }

    private void learn(int tooLarge) {
        if (limit != null) {
            limit.tooLarge(tooLarge);
            measure();
        }
    }

    private boolean measuredLately() {
        return maxSize >= 0 && System.nanoTime() - measuredAt < FRESH_NANOS;
    }

    private void drain() {
        scheduled.set(false);
        QuicChannel to = channel;
        ChannelHandlerContext ctx = to == null ? null : to.pipeline().context(ConnectionHandler.class);
        if (ctx == null) {
            return;
        }
        List<Outgoing> batch = new ArrayList<>();
        for (int i = 0; i < options.sendQueue(); i++) {
            Outgoing next = poll();
            if (next == null) {
                break;
            }
            if (fits(next)) {
                batch.add(next);
            }
        }
        // What found no room is offered once more: the first flush may have made some.
        List<Outgoing> again = new ArrayList<>();
        offer(ctx, batch, again::add);
        offer(ctx, again, this::full);
        if (!queue.isEmpty()) {
            schedule();
        }
    }

    private void offer(ChannelHandlerContext ctx, List<Outgoing> batch, Consumer<Outgoing> noRoom) {
        if (batch.isEmpty()) {
            return;
        }
        DatagramOffer.all(ctx, batch, Outgoing::bytes, new DatagramOffer.Answer<Outgoing>() {
            @Override
            public void taken(Outgoing datagram) {
                sent.increment();
                datagram.done.complete(null);
            }

            @Override
            public void noRoom(Outgoing datagram) {
                noRoom.accept(datagram);
            }

            @Override
            public void failed(Outgoing datagram, Throwable cause) {
                if (cause instanceof BufferUnderflowException) {
                    learn(datagram.bytes.length);
                    tooLarge(datagram, maxSize, cause);
                } else {
                    QuicException over = ended;
                    datagram.done.completeExceptionally(
                            over != null ? over.again() : CloseTranslation.lost(peer, cause));
                }
            }
        });
    }

    private void full(Outgoing datagram) {
        String message = "as many datagrams to " + peer + " wait as may: " + options.sendQueue();
        refuse(datagram.done, Reason.QUEUE_FULL, message, null);
    }

    private boolean fits(Outgoing next) {
        if (next.bytes.length > maxSize) {
            // Discovery may have found larger packets to pass since.
            measure();
        }
        int most = maxSize;
        if (most < 0) {
            refuse(next.done, Reason.UNSUPPORTED, peer + " takes no datagrams (RFC 9221 §3)", null);
        } else if (next.bytes.length > most) {
            tooLarge(next, most, null);
        }
        return !next.done.isDone();
    }

    private void tooLarge(Outgoing next, int most, @Nullable Throwable cause) {
        refuse(
                next.done,
                Reason.TOO_LARGE,
                "a datagram of " + next.bytes.length + " bytes is too large: " + peer + " can be sent " + most
                        + " now; send less, or a stream",
                cause);
    }

    private void refuse(CompletableFuture<Void> done, Reason reason, String message, @Nullable Throwable cause) {
        refused.increment();
        done.completeExceptionally(new DatagramException(reason, message, cause));
    }

    @Override
    public void onDatagram(@Nullable Consumer<? super ByteBuffer> handler) {
        DatagramInbox.Receiver receiver = handler == null
                ? null
                : new DatagramInbox.Receiver() {
                    @Override
                    public void next(ByteBuffer datagram) {
                        handler.accept(datagram);
                    }

                    @Override
                    public void end(@Nullable Throwable failure) {
                        // The group's state says so.
                    }
                };
        inbox.receiver(receiver, Long.MAX_VALUE);
    }

    @Override
    public Flow.Publisher<ByteBuffer> publisher() {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            callbacks.execute(new DatagramSubscription(inbox, subscriber)::start);
        };
    }
}
