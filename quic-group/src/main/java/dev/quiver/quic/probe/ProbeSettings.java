package dev.quiver.quic.probe;

import dev.quiver.quic.HostResolver;
import dev.quiver.quic.trust.ChainInspector;
import dev.quiver.quic.trust.TrustContext.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a probe was told; see its builder. */
record ProbeSettings(
        ChainInspector inspector,
        Set<Transport> transports,
        List<String> quicAlpn,
        List<String> tcpAlpn,
        Duration timeout,
        @Nullable HostResolver resolver) {}
