package dev.quiver.quic.internal.spi;

import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.ListenerOptions;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.internal.netty.NettyGroups;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes groups whose streams belong to a protocol. */
public final class ProtocolGroups {
    private ProtocolGroups() {}

    /** A group towards a peer; with no protocol its streams are the caller's. */
    public static QuicConnectionGroup client(GroupOptions options, @Nullable ConnectionProtocol protocol) {
        return NettyGroups.client(options, protocol);
    }

    /** A listener whose every connection gets its own protocol; with none, streams are the caller's. */
    public static QuicListener listener(
            ListenerOptions options, @Nullable Supplier<? extends ConnectionProtocol> protocol) {
        return NettyGroups.listener(options, protocol);
    }

    /**
     * Ends a group made here with the transport's NO_ERROR, whatever its protocol; safe at any time, unlike an
     * application's close before the handshake is confirmed.
     */
    public static void leave(QuicConnectionGroup group) {
        NettyGroups.leave(group);
    }

    /**
     * Keeps the transport's threads alive, however many groups come and go, until the lease is closed. Without one they
     * live as long as any group does.
     */
    public static AutoCloseable holdThreads() {
        return NettyGroups.holdThreads();
    }
}
