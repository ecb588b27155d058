package dev.quiver.quic.internal.netty;

import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.HandshakeReport.EarlyData;
import dev.quiver.quic.trust.IdentityOffer;
import dev.quiver.quic.trust.TrustVerdict;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the handshake with one address shows. Safe to use from any thread. Its lock is the log's: each asks the other,
 * and with two locks an event loop and a reader of the report would wait for each other for ever.
 */
final class HandshakeRecorder {
    private final HandshakeLog log;
    private @Nullable String serverName;
    private @Nullable InetSocketAddress local;
    private @Nullable InetSocketAddress remote;
    private @Nullable Long version;
    private @Nullable String alpn;
    private @Nullable String cipherSuite;
    private @Nullable Boolean resumed;
    private EarlyData earlyData = EarlyData.NONE;
    private boolean retry;
    private boolean versionNegotiation;
    private boolean received;
    private boolean ready;
    private boolean confirmed;
    private List<X509Certificate> presented = List.of();
    private @Nullable TrustVerdict verdict;

    HandshakeRecorder(HandshakeLog log) {
        this.log = log;
    }

    void addresses(@Nullable String sni, @Nullable InetSocketAddress local, InetSocketAddress remote) {
        synchronized (log) {
            this.serverName = sni;
            this.local = local;
            this.remote = remote;
        }
    }

    @Nullable
    InetSocketAddress local() {
        synchronized (log) {
            return local;
        }
    }

    void packetSent(InetSocketAddress to) {
        synchronized (log) {
            add(new HandshakeEvent.FirstPacketSent(at(), to));
        }
    }

    void packetReceived(InetSocketAddress from) {
        synchronized (log) {
            if (!received) {
                received = true;
                add(new HandshakeEvent.FirstPacketReceived(at(), from));
            }
        }
    }

    /** Whether the peer has sent anything at all. */
    boolean anythingReceived() {
        synchronized (log) {
            return received;
        }
    }

    void retry() {
        synchronized (log) {
            if (!retry) {
                retry = true;
                add(new HandshakeEvent.RetryReceived(at()));
            }
        }
    }

    void versionNegotiation(List<Long> versions) {
        synchronized (log) {
            if (!versionNegotiation) {
                versionNegotiation = true;
                add(new HandshakeEvent.VersionNegotiationReceived(at(), List.copyOf(versions)));
            }
        }
    }

    boolean versionNegotiationSeen() {
        synchronized (log) {
            return versionNegotiation;
        }
    }

    void version(long version) {
        synchronized (log) {
            if (this.version == null) {
                this.version = version;
            }
        }
    }

    /** The peer sent a 1-RTT packet; returns whether there is nothing more to tell. */
    boolean oneRttReceived() {
        synchronized (log) {
            if (ready && !confirmed) {
                confirmed = true;
                add(new HandshakeEvent.Confirmed(at()));
            }
            return confirmed;
        }
    }

    void chainPresented(List<X509Certificate> chain) {
        synchronized (log) {
            presented = List.copyOf(chain);
            if (earlyData == EarlyData.UNKNOWN) {
                earlyData = EarlyData.REJECTED;
            }
            add(new HandshakeEvent.ChainPresented(at(), presented));
        }
    }

    List<X509Certificate> presented() {
        synchronized (log) {
            return presented;
        }
    }

    void identityWanted(IdentityOffer offer) {
        synchronized (log) {
            add(new HandshakeEvent.IdentityWanted(at(), offer));
        }
    }

    void decided(TrustVerdict verdict) {
        synchronized (log) {
            this.verdict = verdict;
            add(new HandshakeEvent.TrustDecided(at(), verdict));
        }
    }

    void negotiated(@Nullable String alpn, @Nullable String cipherSuite, @Nullable Boolean resumed) {
        synchronized (log) {
            this.alpn = alpn;
            this.cipherSuite = cipherSuite;
            this.resumed = resumed;
        }
    }

    /** Streams could be opened before the server answered. */
    void earlyDataOffered() {
        synchronized (log) {
            earlyData = EarlyData.UNKNOWN;
        }
    }

    /**
     * Whether the server took it, or null if that is not known. A session that was not resumed excludes it (RFC 8446
     * §4.2.10).
     */
    void earlyDataAnswered(@Nullable Boolean accepted) {
        synchronized (log) {
            if (earlyData == EarlyData.UNKNOWN && accepted != null) {
                earlyData = accepted ? EarlyData.ACCEPTED : EarlyData.REJECTED;
            }
        }
    }

    void ready() {
        synchronized (log) {
            ready = true;
            add(new HandshakeEvent.BecameReady(at()));
        }
    }

    HandshakeReport report(String host, int port, List<HandshakeEvent> events, @Nullable HandshakeFailure failure) {
        synchronized (log) {
            return new HandshakeReport(
                    host,
                    port,
                    serverName,
                    local,
                    remote,
                    version,
                    alpn,
                    cipherSuite,
                    resumed,
                    earlyData,
                    retry,
                    versionNegotiation,
                    presented,
                    verdict,
                    events,
                    failure);
        }
    }

    private Duration at() {
        return log.at();
    }

    private void add(HandshakeEvent event) {
        log.add(event);
    }
}
