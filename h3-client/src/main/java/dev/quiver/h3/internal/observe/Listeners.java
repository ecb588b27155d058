package dev.quiver.h3.internal.observe;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.ExchangeListener;
import dev.quiver.h3.ObservedExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The listeners of one client, each kept from doing harm. Safe to use from any thread. */
public final class Listeners {
    private static final System.Logger LOG = System.getLogger("dev.quiver.h3.listener");

    private final List<ExchangeListener> all;
    private final Executor executor;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param executor where they run; never refuses */
    public Listeners(List<ExchangeListener> all, Executor executor) {
        this.all = all.stream().map(this::harmless).toList();
        this.executor = executor;
    }

    Executor executor() {
        return executor;
    }

    /** All, and the call's own if there is one. */
    List<ExchangeListener> with(@Nullable ExchangeListener own) {
        if (own == null) {
            return all;
        }
        List<ExchangeListener> both = new ArrayList<>(all);
        both.add(harmless(own));
        return both;
    }

    private ExchangeListener harmless(ExchangeListener listener) {
        return (exchange, event) -> told(listener, exchange, event);
    }

    private void told(ExchangeListener listener, ObservedExchange exchange, ExchangeEvent event) {
        try {
            listener.happened(exchange, event);
        } catch (Throwable thrown) {
            LOG.log(
                    warned.compareAndSet(false, true) ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    "the exchange listener " + listener.getClass().getName() + " failed; the exchange goes on",
                    thrown);
        }
    }
}
