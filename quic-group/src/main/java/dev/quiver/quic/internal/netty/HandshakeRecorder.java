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

/** Gathers what the handshake with one address shows. Safe to use from any thread. */
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

    synchronized void addresses(@Nullable String sni, @Nullable InetSocketAddress local, InetSocketAddress remote) {
        this.serverName = sni;
        this.local = local;
        this.remote = remote;
    }

    synchronized @Nullable InetSocketAddress local() {
        return local;
    }

    synchronized void packetSent(InetSocketAddress to) {
        add(new HandshakeEvent.FirstPacketSent(at(), to));
    }

    synchronized void packetReceived(InetSocketAddress from) {
        if (!received) {
            received = true;
            add(new HandshakeEvent.FirstPacketReceived(at(), from));
        }
    }

    /** Whether the peer has sent anything at all. */
    synchronized boolean anythingReceived() {
        return received;
    }

    synchronized void retry() {
        if (!retry) {
            retry = true;
            add(new HandshakeEvent.RetryReceived(at()));
        }
    }

    synchronized void versionNegotiation(List<Long> versions) {
        if (!versionNegotiation) {
            versionNegotiation = true;
            add(new HandshakeEvent.VersionNegotiationReceived(at(), List.copyOf(versions)));
        }
    }

    synchronized boolean versionNegotiationSeen() {
        return versionNegotiation;
    }

    synchronized void version(long version) {
        if (this.version == null) {
            this.version = version;
        }
    }

    /** The peer sent a 1-RTT packet; returns whether there is nothing more to tell. */
    synchronized boolean oneRttReceived() {
        if (ready && !confirmed) {
            confirmed = true;
            add(new HandshakeEvent.Confirmed(at()));
        }
        return confirmed;
    }

    synchronized void chainPresented(List<X509Certificate> chain) {
        presented = List.copyOf(chain);
        if (earlyData == EarlyData.UNKNOWN) {
            earlyData = EarlyData.REJECTED;
        }
        add(new HandshakeEvent.ChainPresented(at(), presented));
    }

    synchronized List<X509Certificate> presented() {
        return presented;
    }

    synchronized void identityWanted(IdentityOffer offer) {
        add(new HandshakeEvent.IdentityWanted(at(), offer));
    }

    synchronized void decided(TrustVerdict verdict) {
        this.verdict = verdict;
        add(new HandshakeEvent.TrustDecided(at(), verdict));
    }

    synchronized void negotiated(@Nullable String alpn, @Nullable String cipherSuite, @Nullable Boolean resumed) {
        this.alpn = alpn;
        this.cipherSuite = cipherSuite;
        this.resumed = resumed;
    }

    /** Streams could be opened before the server answered. */
    synchronized void earlyDataOffered() {
        earlyData = EarlyData.UNKNOWN;
    }

    synchronized void ready() {
        ready = true;
        add(new HandshakeEvent.BecameReady(at()));
    }

    synchronized HandshakeReport report(
            String host, int port, List<HandshakeEvent> events, @Nullable HandshakeFailure failure) {
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

    private Duration at() {
        return log.at();
    }

    private void add(HandshakeEvent event) {
        log.add(event);
    }
}
