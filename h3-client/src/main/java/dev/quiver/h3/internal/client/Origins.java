package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.pool.OriginPool;
import dev.quiver.h3.internal.pool.OriginPool.Answer;
import dev.quiver.h3.internal.wire.Connector;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.h3.internal.wire.WireListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The client's connections by origin: decides under a lock by {@link OriginPool}, acts outside it. */
final class Origins {
    /** Hears of the connection it waits for. */
    interface Asker {
        void firstPacket(long at);

        void firstAnswer();

        void ready(Wire wire);

        void failed(H3Exception cause);
    }

    private final Connector connector;
    private final Map<OriginKey, Entry> entries = new ConcurrentHashMap<>();
    private final Set<Connector.Attempt> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Origins(Connector connector) {
        this.connector = connector;
    }

    /** What is known of an origin. */
    Entry entry(OriginKey origin) {
        Entry known = entries.get(origin);
        return known != null ? known : entries.computeIfAbsent(origin, Entry::new);
    }

    /** One origin. */
    final class Entry {
        final ProxyChoice.Memory proxies = new ProxyChoice.Memory();
        private final OriginKey origin;
        private final OriginPool<Wire, Asker> pool = new OriginPool<>(Wire::usable);
        private volatile @Nullable Wire fast;

        Entry(OriginKey origin) {
            this.origin = origin;
        }

        /** Asks for a connection; an answer of {@code Connect} was acted upon already. */
        Answer<Wire> acquire(Asker asker, boolean insist) {
            Wire ready = fast;
            if (ready != null && ready.usable()) {
                return new Answer.Use<>(ready);
            }
            Answer<Wire> answer;
            synchronized (this) {
                answer = pool.acquire(asker, insist, System.nanoTime());
            }
            if (answer instanceof Answer.Connect<Wire> connect) {
                connect(connect.attempt());
            }
            return answer;
        }

        void leave(Asker asker) {
            synchronized (this) {
                pool.leave(asker);
            }
        }

        private void connect(long number) {
            Connector.Attempt attempt = connector.connect(origin, new WireListener() {
                @Override
                public void firstPacket() {
                    long now = System.nanoTime();
                    List<Asker> askers;
                    synchronized (Entry.this) {
                        askers = pool.firstPacket(number, now);
                    }
                    askers.forEach(asker -> asker.firstPacket(now));
                }

                @Override
                public void firstAnswer() {
                    List<Asker> askers;
                    synchronized (Entry.this) {
                        askers = pool.firstAnswer(number);
                    }
                    askers.forEach(Asker::firstAnswer);
                }

                @Override
                public void ready(Wire wire) {
                    List<Asker> askers;
                    synchronized (Entry.this) {
                        askers = pool.ready(number, wire);
                        fast = wire;
                    }
                    if (closed) {
                        wire.close(H3ErrorCode.H3_NO_ERROR, "");
                    }
                    askers.forEach(asker -> asker.ready(wire));
                }

                @Override
                public void failed(H3Exception cause) {
                    List<Asker> askers;
                    synchronized (Entry.this) {
                        askers = pool.failed(number, cause, System.nanoTime());
                    }
                    forget();
                    askers.forEach(asker -> asker.failed(cause));
                }

                @Override
                public void draining(Wire wire) {
                    gone(wire);
                }

                @Override
                public void ended(Wire wire, H3Exception cause) {
                    gone(wire);
                    forget();
                }
            });
            alive.add(attempt);
            attempt.terminated().whenComplete((v, error) -> alive.remove(attempt));
            if (closed) {
                attempt.close(true);
            }
        }

        private void gone(Wire wire) {
            synchronized (this) {
                pool.gone(wire);
                if (fast == wire) {
                    fast = null;
                }
            }
        }

        private void forget() {
            synchronized (this) {
                if (pool.forgettable(System.nanoTime())) {
                    entries.remove(origin, this);
                }
            }
        }
    }

    /** Ends every connection; completes when nothing is left of any. */
    CompletableFuture<Void> close(boolean now) {
        closed = true;
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Connector.Attempt attempt : alive) {
            ends.add(attempt.terminated());
            attempt.close(now);
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }
}
