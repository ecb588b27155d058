package dev.quiver.quic.internal.netty;

import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.ListenerOptions;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.internal.spi.ConnectionProtocol;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where groups and listeners over Netty are made. */
public final class NettyGroups {
    private NettyGroups() {}

    public static QuicConnectionGroup client(GroupOptions options, @Nullable ConnectionProtocol protocol) {
        return new ClientGroup(options, protocol);
    }

    public static QuicListener listener(
            ListenerOptions options, @Nullable Supplier<? extends ConnectionProtocol> protocol) {
        return new NettyListener(options, protocol);
    }

    public static void leave(QuicConnectionGroup group) {
        ((NettyGroup) group).leave();
    }

    public static AutoCloseable holdThreads() {
        return EventLoops.lease();
    }
}
