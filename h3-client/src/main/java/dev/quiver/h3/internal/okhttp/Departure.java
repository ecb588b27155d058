package dev.quiver.h3.internal.okhttp;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.ExchangeListener;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Route;
import org.jspecify.annotations.Nullable;

/** Notes when a request has left, for who waits for that: over TCP the JDK's client does not tell. */
final class Departure implements ExchangeListener {
    private final Meeting meeting;
    private final @Nullable ExchangeListener other;

    // Guarded by the meeting.
    private boolean left;
    private boolean byTcp;

    /** @param other who is told as well */
    Departure(Meeting meeting, @Nullable ExchangeListener other) {
        this.meeting = meeting;
        this.other = other;
    }

    @Override
    public void happened(ObservedExchange exchange, ExchangeEvent event) {
        if (event instanceof ExchangeEvent.HeadSent) {
            note(false);
        } else if (event instanceof ExchangeEvent.TryStarted started && started.via() == Route.Via.TCP) {
            note(true);
        }
        if (other != null) {
            other.happened(exchange, event);
        }
    }

    private void note(boolean tcp) {
        synchronized (meeting) {
            left |= !tcp;
            byTcp |= tcp;
            meeting.changed();
        }
    }

    /** Whether its head was sent, or the JDK's client has it. Guarded by the meeting. */
    boolean isDone() {
        return left || byTcp;
    }

    /** Whether its connection may still be under way. */
    boolean isUnsure() {
        synchronized (meeting) {
            return !left;
        }
    }
}
