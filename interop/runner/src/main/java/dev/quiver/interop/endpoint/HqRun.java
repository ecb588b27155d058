package dev.quiver.interop.endpoint;

import dev.quiver.quic.FlowControl;
import dev.quiver.quic.GroupBuilder;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.SessionCache;
import dev.quiver.quic.trust.TrustEvaluator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The cases that fetch files by {@code hq-interop}. For one run. */
final class HqRun {
    /**
     * Windows that a transfer of a few megabytes has to see renewed, as the runner asks for: 1 MiB for the connection, 256
     * KiB for a stream; no streams of the server's, which has no use for any.
     */
    private static final FlowControl SMALL = new FlowControl(1L << 20, 1L << 18, 1L << 18, 1L << 18, 0, 0);

    /** How many connections at once where each file has its own: handshakes that lose packets wait most of the time. */
    private static final int CONNECTIONS = 4;

    /** The ticket follows the handshake, and the transport does not tell when it came. */
    private static final Duration FOR_THE_TICKET = Duration.ofMillis(500);

    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration FOR_TIDYING = Duration.ofSeconds(3);

    private final EndpointSettings settings;
    private final TrustEvaluator trust;
    private final Deadline deadline;
    private final ExecutorService threads;
    private final Failures failures;
    private final SessionCache sessions = SessionCache.inMemory();

    /** @param threads where files are written, and connections waited for: as many as are wanted */
    HqRun(
            EndpointSettings settings,
            TrustEvaluator trust,
            Deadline deadline,
            ExecutorService threads,
            Failures failures) {
        this.settings = settings;
        this.trust = trust;
        this.deadline = deadline;
        this.threads = threads;
        this.failures = failures;
    }

    /** All on one connection. */
    void together() throws InterruptedException {
        fetch(settings.downloads(), group(false), Duration.ZERO);
    }

    /** Each on its own connection, a few at a time. */
    void oneEach() throws InterruptedException {
        Semaphore free = new Semaphore(CONNECTIONS);
        for (Download download : settings.downloads()) {
            free.acquire();
            threads.execute(() -> {
                try {
                    fetch(List.of(download), group(false), Duration.ZERO);
                } catch (InterruptedException e) {
                    failures.note(download.url(), e);
                } finally {
                    free.release();
                }
            });
        }
        free.acquire(CONNECTIONS);
    }

    /**
     * The first on one connection, the others on a second.
     *
     * @param early whether the second's requests go out with its first packets
     */
    void resumed(boolean early) throws InterruptedException {
        List<Download> all = settings.downloads();
        if (all.size() < 2) {
            failures.note(
                    "REQUESTS", new BadSettingException("a session is resumed for the second file, and there is one"));
            return;
        }
        fetch(all.subList(0, 1), group(early), FOR_THE_TICKET);
        if (!failures.lines().isEmpty()) {
            return;
        }
        QuicConnectionGroup second = group(early);
        fetch(all.subList(1, all.size()), second, Duration.ZERO);
        HandshakeReport report = second.handshake();
        if (failures.lines().isEmpty() && !Boolean.TRUE.equals(report.resumed())) {
            failures.note("the second connection", new IllegalStateException("the server did not resume the session"));
        } else if (failures.lines().isEmpty() && early && report.earlyData() == HandshakeReport.EarlyData.NONE) {
            failures.note("the second connection", new IllegalStateException("its ticket allowed no early data"));
        } else if (failures.lines().isEmpty() && report.earlyData() == HandshakeReport.EarlyData.REJECTED) {
            failures.note("the second connection", new IllegalStateException("the server rejected the early data"));
        }
    }

    private void fetch(List<Download> downloads, QuicConnectionGroup group, Duration stay) throws InterruptedException {
        CompletableFuture<Void> all;
        try (HqConnection connection = new HqConnection(group, threads)) {
            all = connection.fetch(downloads, failures);
            if (deadline.await(all)) {
                group.terminated()
                        .copy()
                        .completeOnTimeout(null, stay.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
            } else {
                failures.note(
                        "limit",
                        new IllegalStateException(
                                "not done within " + deadline.limit().toSeconds() + " s"));
            }
        }
        // The end of the connection has failed whatever was under way: its beginnings are being removed.
        all.copy()
                .completeOnTimeout(null, FOR_TIDYING.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private QuicConnectionGroup group(boolean early) {
        Download any = settings.downloads().get(0);
        Duration silence = SILENCE.compareTo(deadline.left()) < 0 ? SILENCE : deadline.left();
        GroupBuilder builder = QuicConnectionGroup.newBuilder(any.host(), any.port())
                .alpn(HqConnection.ALPN)
                .trust(trust)
                .flowControl(SMALL)
                .sessions(sessions)
                .earlyData(early)
                .handshakeTimeout(silence)
                .idleTimeout(SILENCE);
        if (settings.keyLog() != null) {
            builder.keyLog(settings.keyLog());
        }
        if (settings.qlog() != null) {
            builder.qlog(settings.qlog());
        }
        return builder.build();
    }
}
