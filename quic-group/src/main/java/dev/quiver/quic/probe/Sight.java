package dev.quiver.quic.probe;

import dev.quiver.quic.HandshakeFailure;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a transport showed, before anyone judged it. */
sealed interface Sight {
    /** Certificates in wire order, as they were sent. */
    record Chain(
            @Nullable InetSocketAddress remote, @Nullable String protocol, List<byte[]> ders) implements Sight {}

    /** A chain came, but the TLS library did not take it and hands out no byte of it. */
    record Unreadable(InetSocketAddress remote, String reason) implements Sight {}

    /** No chain. */
    record Nothing(HandshakeFailure why) implements Sight {}
}
