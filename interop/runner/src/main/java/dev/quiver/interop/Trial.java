package dev.quiver.interop;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.relay.LossyRelay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One run of one case with one target: gives it clients whose every connection leaves evidence, and closes all it opened.
 * Safe for any thread.
 */
public final class Trial implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Target target;
    private final TrustEvaluator trust;
    private final Path logs;
    private final Duration limit;
    private final long began = System.nanoTime();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Set<HandshakeReport> handshakes = new LinkedHashSet<>();
    private boolean closed;

    /**
     * @param logs an existing folder of this trial's own
     * @param limit how long it may take
     */
    public Trial(Target target, TrustEvaluator trust, Path logs, Duration limit) {
        this.target = target;
        this.trust = trust;
        this.logs = logs;
        this.limit = limit;
    }

    /** Who is tried. */
    public Target target() {
        return target;
    }

    /** Who decides whether the server is trusted. */
    public TrustEvaluator trust() {
        return trust;
    }

    /** Where qlog files and {@link #keyLog} go. */
    public Path logs() {
        return logs;
    }

    /** The TLS secrets of all connections, in NSS key log format. */
    public Path keyLog() {
        return logs.resolve("keys.log");
    }

    /** What is left of the limit; zero at its end. */
    public Duration left() {
        Duration left = limit.minusNanos(System.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * A client of HTTP/3 alone that trusts as the run was told and logs qlog and keys; to be changed further and given to
     * {@link #open}.
     */
    public H3Client.Builder client() {
        Duration handshake = limit.compareTo(Duration.ofSeconds(10)) < 0 ? limit : Duration.ofSeconds(10);
        return H3Client.newBuilder()
                .trust(trust)
                .qlog(logs)
                .keyLog(keyLog())
                .handshakeTimeout(handshake)
                .connectTimeout(handshake)
                .proxy(HttpClient.Builder.NO_PROXY)
                .options(options().build());
    }

    /** The options that {@link #client} begins with. */
    public H3Options.Builder options() {
        return H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY);
    }

    /** A client made of this, closed with the trial. */
    public H3Client open(H3Client.Builder builder) {
        H3Client client = builder.build();
        keep(() -> {
            client.shutdownNow();
            client.awaitTermination(FAREWELL);
        });
        return client;
    }

    /** A client with nothing special about it. */
    public H3Client open() {
        return open(client());
    }

    /** Closes this with the trial: at once where that has ended already. What was kept last is closed first. */
    public <C extends AutoCloseable> C keep(C resource) {
        synchronized (open) {
            if (!closed) {
                open.push(resource);
                return resource;
            }
        }
        closeQuietly(resource);
        throw new IllegalStateException("the trial has ended");
    }

    /** A relay to the target, begun and closed with the trial; a client gets there by {@code connectTo(relay.address())}. */
    public LossyRelay relay(UnaryOperator<LossyRelay.Builder> conditions) throws IOException {
        return keep(conditions.apply(LossyRelay.newBuilder(address())).start());
    }

    /** The target's address: the first that the system names. */
    public InetSocketAddress address() throws IOException {
        return target.address();
    }

    /** A GET whose body is kept whole. */
    public H3Response<byte[]> get(H3Client client, String path) throws IOException, InterruptedException {
        return send(client, HttpRequest.newBuilder(target.uri(path)).build());
    }

    /** Sends it, keeps the body whole, and notes the handshake. */
    public H3Response<byte[]> send(H3Client client, HttpRequest request) throws IOException, InterruptedException {
        try {
            H3Response<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            if (response.handshake() != null) {
                saw(response.handshake());
            }
            return response;
        } catch (IOException e) {
            H3Exception h3 = H3Exception.in(e);
            if (h3 != null && h3.handshake() != null) {
                saw(h3.handshake());
            }
            throw e;
        }
    }

    /** Notes a handshake for the report; each connection's counts once. */
    public void saw(HandshakeReport handshake) {
        synchronized (handshakes) {
            handshakes.removeIf(known -> sameConnection(known, handshake));
            handshakes.add(handshake);
        }
    }

    /** The handshakes seen, in order. */
    public List<HandshakeReport> handshakes() {
        synchronized (handshakes) {
            return List.copyOf(handshakes);
        }
    }

    /** Closes all clients and relays, and reads what the connections logged, the earliest first. */
    public List<Qlog> finish() throws IOException {
        closeOpen();
        return Qlog.readAll(logs);
    }

    @Override
    public void close() {
        synchronized (open) {
            closed = true;
        }
        closeOpen();
    }

    private void closeOpen() {
        List<AutoCloseable> all;
        synchronized (open) {
            all = new ArrayList<>(open);
            open.clear();
        }
        all.forEach(Trial::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            System.getLogger(Trial.class.getName()).log(System.Logger.Level.DEBUG, "closing " + resource, e);
        }
    }

    private static boolean sameConnection(HandshakeReport one, HandshakeReport other) {
        return one.local() != null
                && one.local().equals(other.local())
                && !one.events().isEmpty()
                && !other.events().isEmpty()
                && one.events().get(0).equals(other.events().get(0));
    }
}
