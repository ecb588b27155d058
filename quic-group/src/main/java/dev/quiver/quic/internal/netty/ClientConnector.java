package dev.quiver.quic.internal.netty;

import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.HostResolver;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.TlsAlert;
import dev.quiver.quic.internal.netty.TicketContexts.Policy;
import dev.quiver.quic.trust.TrustContext;
import dev.quiver.quic.trust.TrustDecision;
import dev.quiver.quic.trust.TrustVerdict;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings a client's group from a host name to a connection whose peer has proved itself: look-up, a race over the
 * addresses (RFC 8305), handshake, begun afresh beside where it is stuck, verdict, all within one limit. State belongs to
 * the event loop.
 */
final class ClientConnector implements ConnectAttempt.Outcome {
    /** The Connection Attempt Delay that RFC 8305 §8 recommends. */
    private static final long NEXT_ADDRESS_MILLIS = 250;

    /** Told the end, once, on the event loop. */
    interface Outcome {
        /** Makes the connection; its peer is judged next. */
        Connection established(QuicChannel channel);

        /** Streams may be opened on this connection before it is established: so many at first. */
        void early(Connection connection, long streams);

        void proved(Connection connection, ConnectAttempt attempt);

        void failed(HandshakeFailure failure);
    }

    private final GroupOptions options;
    private final EventLoop loop;
    private final HandshakeLog log;
    private final Outcome outcome;
    private final String peer;
    private final Policy policy;
    private @Nullable ClientTls tls;
    private @Nullable CodecInMaking firstCodec;
    private final Queue<InetSocketAddress> untried = new ArrayDeque<>();
    private final List<ConnectAttempt> attempts = new ArrayList<>();
    private final List<ConnectAttempt> running = new ArrayList<>();
    private final FreshTries freshTries;
    private @Nullable HandshakeFailure firstFailure;
    private @Nullable ScheduledFuture<?> limit;
    private @Nullable ScheduledFuture<?> nextAddress;
    private @Nullable ConnectAttempt won;
    private @Nullable Connection connection;
    private volatile @Nullable CompletableFuture<TrustVerdict> deciding;
    private volatile boolean dropped;
    private long deadline;
    private boolean over;

    ClientConnector(GroupOptions options, EventLoop loop, HandshakeLog log, Outcome outcome) {
        this.options = options;
        this.loop = loop;
        this.log = log;
        this.outcome = outcome;
        this.freshTries = new FreshTries(loop, this::tryAfresh);
        this.peer = options.host() + ":" + options.port();
        this.policy =
                new Policy(options.trust(), options.identity(), options.alpn(), options.earlyData(), options.keyLog());
    }

    void start() {
        deadline = System.nanoTime() + options.handshakeTimeout().toNanos();
        limit = loop.schedule(this::timedOut, options.handshakeTimeout().toNanos(), TimeUnit.NANOSECONDS);
        firstCodec = CodecInMaking.begin(options);
        InetSocketAddress fixed = options.remoteAddress();
        if (fixed != null && !fixed.isUnresolved()) {
            resolved(List.of(fixed.getAddress()), fixed.getPort());
            return;
        }
        String name = fixed != null ? fixed.getHostString() : options.host();
        int port = fixed != null ? fixed.getPort() : options.port();
        resolve(name)
                .whenComplete((addresses, error) -> OnLoop.run(loop, () -> {
                    if (error != null) {
                        fail(notFound(name, unwrap(error)));
                    } else if (addresses == null || addresses.isEmpty()) {
                        fail(notFound(name, null));
                    } else {
                        resolved(addresses, port);
                    }
                }));
    }

    private CompletionStage<List<InetAddress>> resolve(String name) {
        HostResolver resolver = options.resolver();
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(name);
        try {
            if (literal != null) {
                return CompletableFuture.completedFuture(List.of(InetAddress.getByAddress(literal)));
            }
            return resolver != null
                    ? resolver.resolve(name)
                    : CompletableFuture.supplyAsync(() -> lookUp(name), options.executor());
        } catch (RuntimeException | UnknownHostException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static List<InetAddress> lookUp(String name) {
        try {
            return List.of(InetAddress.getAllByName(name));
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private static HandshakeFailure notFound(String name, @Nullable Throwable cause) {
        return new HandshakeFailure(
                Kind.HOST_NOT_FOUND,
                "the host name " + name + " has no address; check the spelling and the name service",
                null,
                null,
                null,
                cause);
    }

    private void resolved(List<InetAddress> addresses, int port) {
        if (over) {
            return;
        }
        log.resolved(addresses);
        try {
            tls();
        } catch (RuntimeException | LinkageError e) {
            fail(new HandshakeFailure(
                    Kind.IO, "QUIC's native library cannot be used on this machine: " + e, null, null, null, e));
            return;
        }
        AddressOrder.interleave(addresses).forEach(a -> untried.add(new InetSocketAddress(a, port)));
        freshTries.begin();
        tryNext();
    }

    @Override
    public Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** Made late: loading the native library must not look like a slow look-up. */
    private ClientTls tls() {
        ClientTls made = tls;
        if (made == null) {
            made = ((TicketContexts) options.sessions()).context(policy);
            tls = made;
        }
        return made;
    }

    private void tryNext() {
        if (nextAddress != null) {
            nextAddress.cancel(false);
            nextAddress = null;
        }
        InetSocketAddress remote = untried.poll();
        if (over || won != null || remote == null) {
            return;
        }
        CodecInMaking codec = firstCodec != null ? firstCodec : CodecInMaking.begin(options);
        firstCodec = null;
        ConnectAttempt attempt = new ConnectAttempt(loop, options, remote, tls(), codec, log, this);
        attempts.add(attempt);
        running.add(attempt);
        if (running.size() == 1) {
            log.follow(attempt.recorder());
        }
        attempt.start();
        if (!untried.isEmpty()) {
            nextAddress = loop.schedule(this::tryNext, NEXT_ADDRESS_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Tries the addresses that have not failed once more beside the tries under way: whichever is established first wins.
     * Not when requests went with the first packet, which would go twice, nor when an evaluator was asked within the
     * handshake, who would be asked twice.
     */
    private void tryAfresh() {
        if (over || won != null || !untried.isEmpty() || running.stream().anyMatch(this::unrepeatable)) {
            return;
        }
        running.stream().map(ConnectAttempt::remote).distinct().forEach(untried::add);
        tryNext();
    }

    private boolean unrepeatable(ConnectAttempt attempt) {
        return attempt.early() != null
                || (ConnectAttempt.judgedInline(options)
                        && !attempt.recorder().presented().isEmpty());
    }

    @Override
    public void failed(ConnectAttempt attempt, HandshakeFailure failure) {
        running.remove(attempt);
        if (failure.verdict() != null) {
            ((TicketContexts) options.sessions()).drop(policy, tls());
        }
        if (over) {
            return;
        }
        if (failure.code() != null && failure.code().tlsAlert() != null) {
            endTwins(attempt, failure);
        }
        // What a server said tells more than a closed port at another address of it.
        if (firstFailure == null || firstFailure.kind() == Kind.PORT_CLOSED) {
            firstFailure = failure;
            log.follow(attempt.recorder());
        }
        if (!untried.isEmpty()) {
            tryNext();
        } else if (running.isEmpty()) {
            fail(firstFailure);
        }
    }

    /** TLS failed, by whichever side: it would fail in other tries at this address too, and they are not waited for. */
    private void endTwins(ConnectAttempt failed, HandshakeFailure failure) {
        for (ConnectAttempt twin : List.copyOf(running)) {
            if (twin.remote().equals(failed.remote())) {
                running.remove(twin);
                twin.abandon(failure);
            }
        }
    }

    @Override
    public void established(ConnectAttempt attempt, QuicChannel channel) {
        if (over || won != null) {
            attempt.discard();
            return;
        }
        won = attempt;
        running.clear();
        untried.clear();
        for (ConnectAttempt other : attempts) {
            if (other != attempt) {
                other.abandon(new HandshakeFailure(
                        Kind.CANCELLED, "another try at " + peer + " was answered first", null, null, null, null));
            }
        }
        HandshakeRecorder recorder = attempt.recorder();
        log.follow(recorder);
        Connection early = attempt.early();
        Connection made = early != null ? early : outcome.established(channel);
        connection = made;
        attempt.handTo(made);
        if (log.report().alpn() == null) {
            reject(new HandshakeFailure(
                    Kind.NO_COMMON_ALPN,
                    peer + " finished the handshake without choosing an application protocol (RFC 9001 §8.1)",
                    QuicErrorCode.crypto(TlsAlert.NO_APPLICATION_PROTOCOL),
                    null,
                    null,
                    null));
            return;
        }
        List<X509Certificate> chain = recorder.presented();
        if (chain.isEmpty()) {
            judged(
                    attempt,
                    tls().isProven(options.host(), options.port())
                            ? TrustVerdict.trusted()
                            : new TrustVerdict.Rejected(
                                    TlsAlert.BAD_CERTIFICATE,
                                    peer + " resumed a session whose certificate was never judged",
                                    null));
            return;
        }
        TrustVerdict inline = attempt.inlineVerdict();
        if (inline != null) {
            judged(attempt, inline);
            return;
        }
        TrustContext context = new TrustContext(
                options.host(),
                options.port(),
                TrustContext.Transport.QUIC,
                chain,
                log.report().alpn());
        CompletableFuture<TrustVerdict> decision =
                TrustDecision.decide(options.trust(), context, options.executor(), left());
        deciding(decision);
        decision.thenAccept(verdict -> OnLoop.run(loop, () -> judged(attempt, verdict)));
    }

    /** A ticket is there. It is used for early data only if its session rests on a verdict under the same policy. */
    @Override
    public @Nullable Connection earlyDataReady(ConnectAttempt attempt, QuicChannel channel) {
        if (over || won != null || !options.earlyData() || !tls().isProven(options.host(), options.port())) {
            return null;
        }
        attempt.recorder().earlyDataOffered();
        Connection early = outcome.established(channel);
        long streams = tls().streamsAllowed(options.host(), options.port());
        // On the next turn: the codec is in the middle of sending its first packet, and would let early data lie.
        loop.execute(() -> outcome.early(early, streams));
        return early;
    }

    private void judged(ConnectAttempt attempt, TrustVerdict verdict) {
        if (over) {
            return;
        }
        HandshakeRecorder recorder = attempt.recorder();
        recorder.decided(verdict);
        if (verdict instanceof TrustVerdict.Rejected rejected) {
            // A ticket of this handshake must never stand in for a certificate.
            ((TicketContexts) options.sessions()).drop(policy, tls());
            reject(CloseTranslation.rejected(rejected, peer));
            return;
        }
        Connection made = connection;
        HandshakeFailure said = made == null ? null : made.closedByPeer();
        if (said != null) {
            // It has closed the connection while it was judged; the channel only waits for stray packets.
            fail(said);
            return;
        }
        if (made != null) {
            attempt.judged(made.streamsAllowedAtFirst());
            over = true;
            stopTimers();
            recorder.ready();
            outcome.proved(made, attempt);
        }
    }

    /**
     * Ends an established connection whose peer did not prove itself, telling it why. On the next turn: the codec may be in
     * the middle of sending, and sends nothing of a close that comes from within.
     */
    private void reject(HandshakeFailure failure) {
        loop.execute(() -> {
            QuicErrorCode code = failure.code();
            if (!over && connection != null && code != null) {
                connection.close(false, (int) code.value(), "", failure.toException());
            }
            fail(failure);
        });
    }

    /** The connection ended while its peer was being judged. */
    void connectionEnded(QuicException cause) {
        if (won == null) {
            // Early data was sent on it; its attempt tells how the handshake failed.
            return;
        }
        HandshakeFailure said = connection == null ? null : connection.closedByPeer();
        fail(
                said != null
                        ? said
                        : new HandshakeFailure(
                                cause.kind(),
                                String.valueOf(cause.getMessage()),
                                cause.code(),
                                null,
                                null,
                                cause.getCause()));
    }

    private void timedOut() {
        long millis = options.handshakeTimeout().toMillis();
        boolean heard = attempts.stream().anyMatch(a -> a.recorder().anythingReceived());
        if (won != null) {
            // Its peer is being judged, and what is left of this limit is the verdict's.
            return;
        }
        if (heard) {
            fail(new HandshakeFailure(
                    Kind.TIMEOUT,
                    peer + " answered, but the handshake was not done within " + millis + " ms",
                    null,
                    null,
                    null,
                    null));
        } else {
            fail(new HandshakeFailure(
                    Kind.NO_ANSWER,
                    peer + " did not answer over UDP within " + millis
                            + " ms; a firewall may drop UDP, or no QUIC server runs there",
                    null,
                    null,
                    null,
                    null));
        }
    }

    @Override
    public void deciding(CompletableFuture<TrustVerdict> decision) {
        deciding = decision;
        if (dropped) {
            decision.cancel(false);
        }
    }

    /**
     * Waits for no verdict any more. From any thread: while a handshake waits for its evaluator the event loop hears
     * nothing.
     */
    void dropVerdict() {
        dropped = true;
        CompletableFuture<TrustVerdict> decision = deciding;
        if (decision != null) {
            decision.cancel(false);
        }
    }

    /** Gives up; whatever is under way is closed. */
    void cancel() {
        if (!over) {
            fail(CloseTranslation.cancelled(peer));
        }
    }

    private void fail(HandshakeFailure failure) {
        if (over) {
            return;
        }
        over = true;
        firstCodec = null;
        stopTimers();
        log.failed(failure);
        dropVerdict();
        attempts.forEach(a -> a.abandon(failure));
        outcome.failed(failure);
    }

    /** Completes when every socket is closed. */
    CompletableFuture<Void> released() {
        return CompletableFuture.allOf(
                attempts.stream().map(ConnectAttempt::released).toArray(CompletableFuture[]::new));
    }

    private void stopTimers() {
        if (limit != null) {
            limit.cancel(false);
        }
        if (nextAddress != null) {
            nextAddress.cancel(false);
        }
        freshTries.stop();
    }

    private static Throwable unwrap(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }
}
