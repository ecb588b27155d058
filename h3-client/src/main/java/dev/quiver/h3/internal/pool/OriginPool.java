package dev.quiver.h3.internal.pool;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.internal.route.BackOff;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The QUIC connection of one origin: at most one is made or used at a time; one that drains or is over is forgotten and
 * never handed out. Takes events and the time in nanoseconds, answers with what to do. No clock, thread or socket. Not
 * thread-safe.
 *
 * @param <W> a connection
 * @param <X> who waits for one
 */
public final class OriginPool<W, X> {
    /** What comes of asking for a connection. */
    public sealed interface Answer<W> {
        /** Use this. */
        record Use<W>(W wire) implements Answer<W> {}

        /** Make one, under this number; the asker waits. */
        record Connect<W>(long attempt) implements Answer<W> {}

        /**
         * One is being made; the asker waits.
         *
         * @param firstPacketAt when its first packet left, or null if it has not
         * @param answered whether the server has answered
         */
        record Wait<W>(@Nullable Long firstPacketAt, boolean answered) implements Answer<W> {}

        /** It failed lately and is left alone. */
        record Broken<W>(String reason) implements Answer<W> {}
    }

    private final Predicate<? super W> usable;
    private final BackOff backOff = new BackOff();
    private final Set<X> waiting = new LinkedHashSet<>();
    private long attempts;
    private boolean connecting;
    private @Nullable Long firstPacketAt;
    private boolean answered;
    private @Nullable W current;

    /** @param usable whether a connection takes new requests */
    public OriginPool(Predicate<? super W> usable) {
        this.usable = usable;
    }

    /**
     * Asks for a connection.
     *
     * @param insist whether to try although it failed lately
     */
    public Answer<W> acquire(X asker, boolean insist, long now) {
        W wire = usable();
        if (wire != null) {
            return new Answer.Use<>(wire);
        }
        if (connecting) {
            waiting.add(asker);
            return new Answer.Wait<>(firstPacketAt, answered);
        }
        if (!insist && backOff.holds(now)) {
            return new Answer.Broken<>(backOff.reason(now));
        }
        connecting = true;
        firstPacketAt = null;
        answered = false;
        waiting.add(asker);
        return new Answer.Connect<>(++attempts);
    }

    /** The connection to use, if there is one. */
    public @Nullable W usable() {
        W wire = current;
        if (wire != null && !usable.test(wire)) {
            current = null;
            return null;
        }
        return wire;
    }

    /** The asker waits no longer. A connection under way goes on, for others. */
    public void leave(X asker) {
        waiting.remove(asker);
    }

    /** The first packet left: who waits is to be told. */
    public List<X> firstPacket(long attempt, long now) {
        if (attempt != attempts || !connecting || firstPacketAt != null) {
            return List.of();
        }
        firstPacketAt = now;
        return List.copyOf(waiting);
    }

    /** The server answered: who waits is to be told. */
    public List<X> firstAnswer(long attempt) {
        if (attempt != attempts || !connecting || answered) {
            return List.of();
        }
        answered = true;
        return List.copyOf(waiting);
    }

    /** It is ready: who waits is to use it. */
    public List<X> ready(long attempt, W wire) {
        backOff.succeeded();
        if (attempt != attempts || !connecting) {
            return List.of();
        }
        connecting = false;
        current = wire;
        return empty();
    }

    /** It failed: who waits is to be told. */
    public List<X> failed(long attempt, H3Exception cause, long now) {
        if (attempt != attempts || !connecting) {
            return List.of();
        }
        connecting = false;
        switch (cause.kind()) {
            // Neither says anything about QUIC: TCP would fare the same.
            case CANCELLED, HOST_NOT_FOUND -> {}
            default -> backOff.failed(String.valueOf(cause.getMessage()), now);
        }
        return empty();
    }

    /** This connection drains or is over. */
    public void gone(W wire) {
        if (current == wire) {
            current = null;
        }
    }

    private List<X> empty() {
        List<X> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }

    /** Whether nothing would be lost by forgetting this origin. */
    public boolean forgettable(long now) {
        return current == null && !connecting && waiting.isEmpty() && !backOff.remembers();
    }
}
