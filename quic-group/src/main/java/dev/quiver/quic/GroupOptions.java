package dev.quiver.quic;

import dev.quiver.quic.trust.IdentityChooser;
import dev.quiver.quic.trust.TrustEvaluator;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a {@link GroupBuilder} was told, checked; each component is described at the setter of its name. */
public record GroupOptions(
        String host,
        int port,
        List<String> alpn,
        TrustEvaluator trust,
        @Nullable IdentityChooser identity,
        @Nullable InetSocketAddress remoteAddress,
        @Nullable InetSocketAddress localAddress,
        @Nullable HostResolver resolver,
        boolean waitForConnectivity,
        Duration handshakeTimeout,
        Duration idleTimeout,
        FlowControl flowControl,
        Executor executor,
        SessionCache sessions,
        StreamPolicy unclaimedStreams,
        @Nullable DatagramOptions datagrams,
        boolean earlyData,
        @Nullable KeepAlive keepAlive,
        @Nullable Duration dropAfter,
        @Nullable Path keyLog,
        @Nullable Path qlogDirectory) {}
