package dev.quiver.quic.probe;

import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.TlsAlert;
import dev.quiver.quic.trust.ChainReport;
import dev.quiver.quic.trust.Finding;
import dev.quiver.quic.trust.FindingId;
import dev.quiver.quic.trust.TrustContext.Transport;
import dev.quiver.quic.trust.TrustVerdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One server, from its name to its report. Blocks the calling thread; QUIC goes on beside TCP. */
final class ProbeRun {
    private final ProbeSettings settings;
    private final ProbeTarget target;
    private final Shared shared;
    private final Deadline deadline;
    private Sight.@Nullable Chain judged;
    private @Nullable ChainReport verdict;

    /**
     * What all runs of a probe have in common.
     *
     * @param lookUps where names are looked up, which cannot be interrupted
     * @param sockets TCP sockets in use
     */
    record Shared(ExecutorService lookUps, Set<Socket> sockets) {
        void close() {
            lookUps.shutdownNow();
            for (Socket socket : sockets) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is gone either way.
                }
            }
        }
    }

    ProbeRun(ProbeSettings settings, ProbeTarget target, Shared shared) {
        this.settings = settings;
        this.target = target;
        this.shared = shared;
        this.deadline = Deadline.in(settings.timeout());
    }

    EndpointReport run() throws InterruptedException {
        long began = System.nanoTime();
        TransportReport quic = null;
        TransportReport tcp = null;
        try {
            List<InetAddress> addresses = addresses();
            QuicSight overQuic = settings.transports().contains(Transport.QUIC)
                    ? QuicSight.start(target, addresses, settings.quicAlpn(), deadline)
                    : null;
            try {
                if (settings.transports().contains(Transport.TCP)) {
                    tcp = report(
                            Transport.TCP,
                            new TcpSight(target, addresses, settings.tcpAlpn(), deadline, shared.sockets()).look());
                }
                if (overQuic != null) {
                    quic = report(Transport.QUIC, overQuic.await());
                }
            } finally {
                if (overQuic != null) {
                    overQuic.close();
                }
            }
        } catch (UnknownHostException e) {
            quic = notFound(Transport.QUIC, e);
            tcp = notFound(Transport.TCP, e);
        }
        return EndpointReport.of(target, quic, tcp, Duration.ofNanos(System.nanoTime() - began));
    }

    /** Looked up once: both transports ask the same machine. */
    private List<InetAddress> addresses() throws UnknownHostException, InterruptedException {
        InetSocketAddress given = target.address();
        if (given != null && given.getAddress() != null) {
            return List.of(given.getAddress());
        }
        String name = given == null ? target.host() : given.getHostString();
        try {
            List<InetAddress> found = lookUp(name).toCompletableFuture().get(deadline.millis(), TimeUnit.MILLISECONDS);
            if (found != null && !found.isEmpty()) {
                return List.copyOf(found);
            }
            throw new UnknownHostException(name);
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(name);
            unknown.initCause(e.getCause());
            throw unknown;
        } catch (TimeoutException e) {
            throw new UnknownHostException(
                    name + " (no answer within " + settings.timeout().toMillis() + " ms)");
        }
    }

    private CompletionStage<List<InetAddress>> lookUp(String name) {
        if (settings.resolver() != null) {
            return settings.resolver().resolve(name);
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Arrays.asList(InetAddress.getAllByName(name));
                    } catch (UnknownHostException e) {
                        throw new CompletionException(e);
                    }
                },
                shared.lookUps());
    }

    private @Nullable TransportReport notFound(Transport transport, UnknownHostException e) {
        if (!settings.transports().contains(transport)) {
            return null;
        }
        String message = "the host name " + e.getMessage() + " has no address; check the spelling and the name service";
        return TransportReport.failed(
                transport, new HandshakeFailure(Kind.HOST_NOT_FOUND, message, null, null, null, e));
    }

    private TransportReport report(Transport transport, Sight sight) {
        if (sight instanceof Sight.Chain chain) {
            return new TransportReport(transport, chain.remote(), chain.protocol(), judge(chain), null);
        }
        if (sight instanceof Sight.Unreadable unreadable) {
            return new TransportReport(transport, unreadable.remote(), null, unreadable(unreadable.reason()), null);
        }
        return TransportReport.failed(transport, ((Sight.Nothing) sight).why());
    }

    /** The same bytes are judged once: nothing is fetched twice. */
    private ChainReport judge(Sight.Chain chain) {
        Sight.Chain before = judged;
        ChainReport known = verdict;
        if (before != null
                && known != null
                && Arrays.deepEquals(before.ders().toArray(), chain.ders().toArray())) {
            return known;
        }
        ChainReport made = settings.inspector().inspect(target.provenName(), chain.ders());
        judged = chain;
        verdict = made;
        return made;
    }

    private ChainReport unreadable(String reason) {
        String message = "The JDK's TLS does not take the chain that " + target + " presents over TCP: " + reason
                + ". What was sent cannot be shown: the server speaks TLS 1.3 only, which encrypts it.";
        Finding finding = new Finding(
                FindingId.UNREADABLE,
                FindingId.UNREADABLE.severity(),
                null,
                message,
                "Look at the certificate file on the server; many clients do not take it either.");
        return new ChainReport(
                target.provenName(),
                List.of(),
                new TrustVerdict.Rejected(TlsAlert.BAD_CERTIFICATE, message, null),
                null,
                List.of(),
                List.of(finding),
                List.of());
    }
}
