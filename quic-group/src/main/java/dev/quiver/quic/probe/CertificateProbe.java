package dev.quiver.quic.probe;

import dev.quiver.quic.HostResolver;
import dev.quiver.quic.trust.ChainInspector;
import dev.quiver.quic.trust.TrustContext.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which certificates servers present, over QUIC and over TCP, whether they are to be trusted or not. Every
 * handshake is a whole one: no ticket is offered, no early data sent, no session kept, and no client certificate shown.
 *
 * <p>The chain is what counts. A server that refuses the handshake after it has presented one, because it wants a client
 * certificate, has been inspected. QUIC wants a common application protocol before it shows anything; over TCP a
 * server that knows none of those offered is asked again without any. A chain that the JDK's TLS does not take,
 * because a certificate is malformed or there are too many, is read from a TLS 1.2 handshake, which does not encrypt it.
 * With a server that speaks TLS 1.3 only, that it could not be read is all that can be said: a finding, no bytes.
 *
 * <p>Safe for any thread. Futures complete on the probe's own threads. Close it: it holds threads.
 */
public final class CertificateProbe implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ProbeSettings settings;
    private final ThreadPoolExecutor workers;
    private final ProbeRun.Shared shared;
    private final Set<CompletableFuture<EndpointReport>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private CertificateProbe(ProbeSettings settings, int atOnce) {
        this.settings = settings;
        String name = "quiver-probe-" + NUMBER.incrementAndGet();
        this.workers =
                new ThreadPoolExecutor(atOnce, atOnce, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(name));
        this.workers.allowCoreThreadTimeOut(true);
        this.shared = new ProbeRun.Shared(
                Executors.newCachedThreadPool(threads(name + "-lookup")), ConcurrentHashMap.newKeySet());
    }

    /** A probe over both transports, by the platform's anchors. */
    public static Builder newBuilder() {
        return new Builder();
    }

    /**
     * Inspects one server.
     *
     * @return completes with the report, whatever came of it; exceptionally with a {@link CancellationException} if the
     *     probe was closed before
     */
    public CompletableFuture<EndpointReport> inspect(ProbeTarget target) {
        Objects.requireNonNull(target, "target");
        CompletableFuture<EndpointReport> report = new CompletableFuture<>();
        open.add(report);
        report.whenComplete((done, error) -> open.remove(report));
        try {
            workers.execute(() -> run(target, report));
        } catch (RuntimeException refused) {
            report.completeExceptionally(closedEarly());
        }
        if (closed) {
            report.completeExceptionally(closedEarly());
        }
        return report;
    }

    /**
     * Inspects many servers, no more at once than the builder was told. One that does not answer costs its own time only.
     *
     * @param each told of every report as it is there, one at a time, on one of the probe's threads
     * @return completes with all reports in the order of the targets; exceptionally with a {@link CancellationException}
     *     if the probe was closed before, or with what {@code each} threw
     */
    public CompletableFuture<List<EndpointReport>> inspectAll(
            Collection<ProbeTarget> targets, Consumer<? super EndpointReport> each) {
        Object turn = new Object();
        List<CompletableFuture<EndpointReport>> told = new ArrayList<>();
        for (ProbeTarget target : List.copyOf(targets)) {
            told.add(inspect(target).thenApply(report -> {
                synchronized (turn) {
                    each.accept(report);
                }
                return report;
            }));
        }
        return CompletableFuture.allOf(told.toArray(CompletableFuture[]::new))
                .thenApply(all -> told.stream().map(CompletableFuture::join).toList());
    }

    private void run(ProbeTarget target, CompletableFuture<EndpointReport> report) {
        if (report.isDone() || closed) {
            return;
        }
        try {
            report.complete(new ProbeRun(settings, target, shared).run());
        } catch (InterruptedException e) {
            report.completeExceptionally(closedEarly());
        } catch (RuntimeException | Error e) {
            report.completeExceptionally(e);
        }
    }

    private static CancellationException closedEarly() {
        return new CancellationException("the probe was closed");
    }

    /** Gives up all that is under way: its futures complete with a {@link CancellationException}. Returns at once. */
    @Override
    public void close() {
        closed = true;
        // First: a run that finds its threads and sockets gone would tell that as its own failure.
        open.forEach(report -> report.completeExceptionally(closedEarly()));
        workers.shutdownNow();
        shared.close();
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Builds a probe. Not thread-safe. */
    public static final class Builder {
        private ChainInspector inspector = ChainInspector.newBuilder().build();
        private Set<Transport> transports = Set.of(Transport.QUIC, Transport.TCP);
        private List<String> quicAlpn = List.of("h3");
        private List<String> tcpAlpn = List.of("h2", "http/1.1");
        private Duration timeout = Duration.ofSeconds(10);
        private int atOnce = 32;
        private @Nullable HostResolver resolver;

        private Builder() {}

        /** Who judges the chains, and by which anchors. Default: the platform's; nothing is fetched. */
        public Builder inspector(ChainInspector inspector) {
            this.inspector = Objects.requireNonNull(inspector, "inspector");
            return this;
        }

        /**
         * The transports to ask over. Default: both.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder transports(Transport... transports) {
            if (transports.length == 0) {
                throw new IllegalArgumentException("at least one transport is wanted");
            }
            this.transports = Set.of(transports);
            return this;
        }

        /**
         * The application protocols to offer over QUIC. A server that speaks none of them presents no certificate.
         * Default: {@code h3}.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder quicAlpn(String... protocols) {
            if (protocols.length == 0) {
                throw new IllegalArgumentException("QUIC needs an application protocol (RFC 9001 §8.1)");
            }
            this.quicAlpn = List.of(protocols);
            return this;
        }

        /** The application protocols to offer over TCP; none is allowed. Default: {@code h2} and {@code http/1.1}. */
        public Builder tcpAlpn(String... protocols) {
            this.tcpAlpn = List.of(protocols);
            return this;
        }

        /**
         * How long look-up, connecting and handshake of one server may take, both transports beside each other. Fetching
         * what is missing has the inspector's own limit. Default 10 s.
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout must be positive");
            }
            this.timeout = timeout;
            return this;
        }

        /** How many servers are asked at the same time; as many threads are used. Default 32. */
        public Builder atOnce(int servers) {
            if (servers < 1) {
                throw new IllegalArgumentException("at least one server at a time");
            }
            this.atOnce = servers;
            return this;
        }

        /** Who looks host names up, once for both transports. Default: the platform. */
        public Builder resolver(HostResolver resolver) {
            this.resolver = Objects.requireNonNull(resolver, "resolver");
            return this;
        }

        /** The probe. */
        public CertificateProbe build() {
            return new CertificateProbe(
                    new ProbeSettings(inspector, transports, quicAlpn, tcpAlpn, timeout, resolver), atOnce);
        }
    }
}
