package dev.quiver.quic.internal.netty;

import dev.quiver.quic.GroupState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A group's state and who wants to know of it. Nothing follows a terminal state. Safe to use from any thread. */
final class StateCell {
    private final Executor callbacks;
    private final List<Consumer<? super GroupState>> listeners = new ArrayList<>();
    private GroupState state;

    StateCell(Executor callbacks, GroupState initial) {
        this.callbacks = callbacks;
        this.state = initial;
    }

    synchronized GroupState get() {
        return state;
    }

    /** Moves on unless all is over; returns whether it did. */
    synchronized boolean set(GroupState next) {
        if (state.isTerminal()) {
            return false;
        }
        state = next;
        listeners.forEach(l -> callbacks.execute(() -> l.accept(next)));
        return true;
    }

    synchronized void listen(Consumer<? super GroupState> listener) {
        GroupState now = state;
        listeners.add(listener);
        callbacks.execute(() -> listener.accept(now));
    }
}
