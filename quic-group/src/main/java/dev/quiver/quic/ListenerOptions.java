package dev.quiver.quic;

import dev.quiver.quic.trust.TrustEvaluator;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a {@link ListenerBuilder} was told, checked; each component is described at the setter of its name. */
public record ListenerOptions(
        InetSocketAddress address,
        List<String> alpn,
        PrivateKey key,
        List<X509Certificate> chain,
        boolean clientCertificateRequired,
        @Nullable TrustEvaluator clientTrust,
        int maxGroups,
        Duration idleTimeout,
        FlowControl flowControl,
        Executor executor,
        StreamPolicy unclaimedStreams,
        @Nullable DatagramOptions datagrams,
        boolean earlyData,
        @Nullable Path qlogDirectory,
        boolean retry) {}
