package dev.quiver.quic;

import dev.quiver.quic.internal.spi.ProtocolGroups;
import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.IdentityChooser;
import dev.quiver.quic.trust.TrustEvaluator;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** Builds a {@link QuicConnectionGroup}. Every setter is checked at once or in {@link #build()}; not thread-safe. */
public final class GroupBuilder {
    private final String host;
    private final int port;
    private List<String> alpn = List.of();
    private TrustEvaluator trust = TrustEvaluator.platform();
    private @Nullable IdentityChooser identity;
    private @Nullable InetSocketAddress remoteAddress;
    private @Nullable InetSocketAddress localAddress;
    private @Nullable HostResolver resolver;
    private boolean waitForConnectivity;
    private Duration handshakeTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(30);
    private FlowControl flowControl = FlowControl.DEFAULT;
    private Executor executor = ForkJoinPool.commonPool();
    private SessionCache sessions = SessionCache.inMemory();
    private StreamPolicy unclaimedStreams = StreamPolicy.hold();
    private @Nullable DatagramOptions datagrams;
    private boolean earlyData;
    private @Nullable KeepAlive keepAlive;
    private @Nullable Duration dropAfter;
    private @Nullable Path keyLog;
    private @Nullable Path qlogDirectory;

    GroupBuilder(String host, int port) {
        Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, not " + port);
        }
        this.host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (this.host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        this.port = port;
    }

    /** The application protocols to offer (RFC 7301), most wanted first; at least one is required. */
    public GroupBuilder alpn(String... protocols) {
        this.alpn = List.of(protocols);
        return this;
    }

    /** Who decides whether the peer is trusted. Default: the platform's anchors and the host name. */
    public GroupBuilder trust(TrustEvaluator evaluator) {
        this.trust = Objects.requireNonNull(evaluator, "evaluator");
        return this;
    }

    /** Who this side is, for servers that want to know. Default: nobody. */
    public GroupBuilder identity(Identity identity) {
        return identity(IdentityChooser.of(identity));
    }

    /**
     * Chooses who this side is when a server wants to know. Judging the server then holds up this connection's own
     * thread, so that a server that is not trusted never sees the certificate.
     */
    public GroupBuilder identity(IdentityChooser chooser) {
        this.identity = Objects.requireNonNull(chooser, "chooser");
        return this;
    }

    /** Connects to this address instead of looking the host up; the host is still what the peer must prove to be. */
    public GroupBuilder remoteAddress(InetSocketAddress address) {
        this.remoteAddress = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * The local address to send from: an interface's address, or a port of the caller's choice. Default: the system
     * chooses, and chooses again when the network changes.
     */
    public GroupBuilder localAddress(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("no address of this machine: " + address);
        }
        this.localAddress = address;
        return this;
    }

    /** Who looks host names up. Default: the platform, on the group's executor. */
    public GroupBuilder resolver(HostResolver resolver) {
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        return this;
    }

    /**
     * Whether a group that finds no way to the peer (no address, no answer, a closed port) is {@linkplain
     * GroupState.Waiting waiting} for a change of the network or {@link QuicConnectionGroup#restart()}, instead of
     * having failed. Default: no.
     */
    public GroupBuilder waitForConnectivity(boolean wait) {
        this.waitForConnectivity = wait;
        return this;
    }

    /** The limit on look-up, handshake and trust verdict together. Default 10 s. */
    public GroupBuilder handshakeTimeout(Duration timeout) {
        this.handshakeTimeout = positive(timeout, "handshakeTimeout");
        return this;
    }

    /** How long the connection may be silent before it is over (RFC 9000 §10.1). Default 30 s. */
    public GroupBuilder idleTimeout(Duration timeout) {
        this.idleTimeout = positive(timeout, "idleTimeout");
        return this;
    }

    /** The windows. Default {@link FlowControl#DEFAULT}. */
    public GroupBuilder flowControl(FlowControl windows) {
        this.flowControl = Objects.requireNonNull(windows, "windows");
        return this;
    }

    /** Where handlers run and trust is evaluated. Default: the common pool. */
    public GroupBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** Shares session tickets with other groups, so that later handshakes can resume. Default: none shared. */
    public GroupBuilder sessions(SessionCache cache) {
        this.sessions = Objects.requireNonNull(cache, "cache");
        return this;
    }

    /** What becomes of the peer's streams while no handler is registered. Default: they are held. */
    public GroupBuilder unclaimedStreams(StreamPolicy policy) {
        this.unclaimedStreams = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** Enables datagrams (RFC 9221) and says how many may wait. Default: the peer may send none, nor may this side. */
    public GroupBuilder datagrams(DatagramOptions options) {
        this.datagrams = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Lets streams that are opened while the group connects go out with its first packet (RFC 9001 §4.6), when there is
     * a ticket of a peer that was trusted before. <b>Whoever sees the packets can send them again</b>, and the peer may
     * act on them each time: set it only if everything that is sent before {@link QuicConnectionGroup#start()} completes
     * may be repeated. What must not be waits for that future.
     *
     * <p>Only bidirectional streams go out early; one-way streams and datagrams wait until the group is ready. Whether
     * the peer took the early data is in {@link HandshakeReport#earlyData()}. What it did not take is sent again once it has proved itself. Tickets are shared
     * with groups of the same {@link SessionCache} that set this too. Judging the peer holds up a thread that this
     * connection has to itself. Default: no.
     */
    public GroupBuilder earlyData(boolean mayBeRepeated) {
        this.earlyData = mayBeRepeated;
        return this;
    }

    /**
     * Sends something when the connection would be silent, so that neither its idle timeout nor a NAT's ends it.
     * Default: nothing.
     */
    public GroupBuilder keepAlive(KeepAlive keepAlive) {
        this.keepAlive = Objects.requireNonNull(keepAlive, "keepAlive");
        return this;
    }

    /**
     * Ends a ready group when no packet came from the peer for this long though one was due: packets that must be
     * acknowledged were sent, and again, and nothing came back. Shorter than the idle timeout, which also counts silence
     * when nothing is due. Default: only the idle timeout.
     */
    public GroupBuilder dropAfter(Duration silence) {
        this.dropAfter = positive(silence, "dropAfter");
        return this;
    }

    /** Appends the TLS secrets in NSS key log format: whoever has the file can read the traffic. Default: none. */
    public GroupBuilder keyLog(Path file) {
        this.keyLog = Objects.requireNonNull(file, "file");
        return this;
    }

    /** Writes a qlog file per connection into this directory. Default: none. */
    public GroupBuilder qlog(Path directory) {
        this.qlogDirectory = Objects.requireNonNull(directory, "directory");
        return this;
    }

    /**
     * The group, not started.
     *
     * @throws IllegalStateException if no application protocol was named, or two options contradict each other
     */
    public QuicConnectionGroup build() {
        return ProtocolGroups.client(options(), null);
    }

    /** What was set so far, checked. */
    public GroupOptions options() {
        if (alpn.isEmpty()) {
            throw new IllegalStateException("QUIC needs an application protocol: call alpn(\"…\")");
        }
        for (String protocol : alpn) {
            if (protocol.isEmpty() || protocol.length() > 255) {
                throw new IllegalStateException("an ALPN name has 1 to 255 bytes (RFC 7301 §3.1): " + protocol);
            }
        }
        if (keepAlive != null && datagrams == null) {
            throw new IllegalStateException("keepAlive sends datagrams: call datagrams(…) too");
        }
        if (keepAlive != null && keepAlive.interval().compareTo(idleTimeout) >= 0) {
            throw new IllegalStateException("keepAlive every " + keepAlive.interval()
                    + " comes too late for an idle timeout of " + idleTimeout);
        }
        if (dropAfter != null && dropAfter.compareTo(idleTimeout) >= 0) {
            throw new IllegalStateException(
                    "dropAfter " + dropAfter + " must be shorter than the idle timeout of " + idleTimeout);
        }
        return new GroupOptions(
                host,
                port,
                alpn,
                trust,
                identity,
                remoteAddress,
                localAddress,
                resolver,
                waitForConnectivity,
                handshakeTimeout,
                idleTimeout,
                flowControl,
                executor,
                sessions,
                unclaimedStreams,
                datagrams,
                earlyData,
                keepAlive,
                dropAfter,
                keyLog,
                qlogDirectory);
    }

    private static Duration positive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive");
        }
        return value;
    }
}
