package dev.quiver.quic;

import dev.quiver.quic.internal.spi.ProtocolGroups;
import dev.quiver.quic.trust.TrustEvaluator;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** Builds a {@link QuicListener}. Not thread-safe. */
public final class ListenerBuilder {
    private final InetSocketAddress address;
    private List<String> alpn = List.of();
    private @Nullable PrivateKey key;
    private List<X509Certificate> chain = List.of();
    private boolean clientCertificateRequired;
    private @Nullable TrustEvaluator clientTrust;
    private int maxGroups = 10_000;
    private Duration idleTimeout = Duration.ofSeconds(30);
    private FlowControl flowControl = FlowControl.DEFAULT;
    private Executor executor = ForkJoinPool.commonPool();
    private @Nullable DatagramOptions datagrams;
    private boolean earlyData;
    private @Nullable Path qlogDirectory;
    private StreamPolicy unclaimedStreams = StreamPolicy.hold();
    private boolean retry;

    ListenerBuilder(InetSocketAddress address) {
        this.address = Objects.requireNonNull(address, "address");
    }

    /** The application protocols to accept (RFC 7301); at least one is required. */
    public ListenerBuilder alpn(String... protocols) {
        this.alpn = List.of(protocols);
        return this;
    }

    /** The key and the chain to present, leaf first, sent exactly as given. */
    public ListenerBuilder identity(PrivateKey key, List<X509Certificate> chain) {
        this.key = Objects.requireNonNull(key, "key");
        this.chain = List.copyOf(chain);
        return this;
    }

    /**
     * Wants clients to show who they are. Judged within the handshake, on the listener's own thread: an evaluator that is
     * slow holds up the listener's other groups, for 5 s at most.
     *
     * @param required whether a client that shows nothing is refused (certificate_required, RFC 8446 §4.4.2.4)
     * @param evaluator for instance {@link TrustEvaluator#clientAnchors}
     */
    public ListenerBuilder clientCertificates(boolean required, TrustEvaluator evaluator) {
        this.clientCertificateRequired = required;
        this.clientTrust = Objects.requireNonNull(evaluator, "evaluator");
        return this;
    }

    /** How many groups may be open at once; more are refused (CONNECTION_REFUSED, RFC 9000 §20.1). Default: 10,000. */
    public ListenerBuilder maxGroups(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("maxGroups must be at least 1");
        }
        this.maxGroups = limit;
        return this;
    }

    /** How long a connection may be silent. Default 30 s. */
    public ListenerBuilder idleTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("idleTimeout must be positive");
        }
        this.idleTimeout = timeout;
        return this;
    }

    /** The windows and stream limits towards every peer. */
    public ListenerBuilder flowControl(FlowControl windows) {
        this.flowControl = Objects.requireNonNull(windows, "windows");
        return this;
    }

    /** Where handlers run. Default: the common pool. */
    public ListenerBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** What becomes of a peer's streams while no handler is registered with its group. Default: they are held. */
    public ListenerBuilder unclaimedStreams(StreamPolicy policy) {
        this.unclaimedStreams = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** Enables datagrams (RFC 9221) and says how many may wait in each group. Default: no peer may send any. */
    public ListenerBuilder datagrams(DatagramOptions options) {
        this.datagrams = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Accepts early data (RFC 9001 §4.6). Groups and their streams are handed over only when the handshake is complete,
     * which someone who repeats another's first packets never achieves: so nothing here is acted on twice. Default: no.
     */
    public ListenerBuilder earlyData(boolean accept) {
        this.earlyData = accept;
        return this;
    }

    /** Writes a qlog file per connection into this directory. Default: none. */
    public ListenerBuilder qlog(Path directory) {
        this.qlogDirectory = Objects.requireNonNull(directory, "directory");
        return this;
    }

    /** Makes every client prove its address by a Retry first (RFC 9000 §8.1.2). Default: no. */
    public ListenerBuilder retry(boolean validateAddresses) {
        this.retry = validateAddresses;
        return this;
    }

    /** The listener, not started. */
    public QuicListener build() {
        return ProtocolGroups.listener(options(), null);
    }

    /** What was set so far, checked. */
    public ListenerOptions options() {
        if (alpn.isEmpty()) {
            throw new IllegalStateException("QUIC needs an application protocol: call alpn(\"…\")");
        }
        if (key == null || chain.isEmpty()) {
            throw new IllegalStateException("a listener presents a certificate: call identity(key, chain)");
        }
        return new ListenerOptions(
                address,
                alpn,
                key,
                chain,
                clientCertificateRequired,
                clientTrust,
                maxGroups,
                idleTimeout,
                flowControl,
                executor,
                unclaimedStreams,
                datagrams,
                earlyData,
                qlogDirectory,
                retry);
    }
}
