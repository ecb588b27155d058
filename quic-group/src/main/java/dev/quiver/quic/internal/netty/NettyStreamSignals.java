package dev.quiver.quic.internal.netty;

import dev.quiver.quic.internal.spi.StreamSignals;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamPriority;
import io.netty.handler.codec.quic.QuicStreamResetException;
import java.util.OptionalLong;

/** {@link StreamSignals} over Netty's stream channels. */
public final class NettyStreamSignals implements StreamSignals {
    public static final NettyStreamSignals INSTANCE = new NettyStreamSignals();

    private NettyStreamSignals() {}

    @Override
    public long id(Channel stream) {
        return ((QuicStreamChannel) stream).streamId();
    }

    @Override
    public ChannelFuture finish(Channel stream) {
        return ((QuicStreamChannel) stream).shutdownOutput();
    }

    @Override
    public Object last(ByteBuf data) {
        return new DefaultQuicStreamFrame(data, true);
    }

    @Override
    public void reset(Channel stream, long code) {
        ((QuicStreamChannel) stream).shutdownOutput(checkCode(code));
    }

    @Override
    public void stopSending(Channel stream, long code) {
        ((QuicStreamChannel) stream).shutdownInput(checkCode(code));
    }

    @Override
    public void abandon(Channel stream, long code) {
        QuicStreamChannel channel = (QuicStreamChannel) stream;
        if (channel.isOpen()) {
            // Each side by itself: on a one-way stream the transport refuses one of them, which is no matter.
            if (!channel.isOutputShutdown()) {
                channel.shutdownOutput(checkCode(code));
            }
            if (!channel.isInputShutdown()) {
                channel.shutdownInput(checkCode(code));
            }
            channel.close();
        }
    }

    @Override
    public void priority(Channel stream, int urgency, boolean incremental) {
        ((QuicStreamChannel) stream).updatePriority(new QuicStreamPriority(urgency, incremental));
    }

    @Override
    public OptionalLong resetCode(Throwable error) {
        return error instanceof QuicStreamResetException reset
                ? OptionalLong.of(reset.applicationProtocolCode())
                : OptionalLong.empty();
    }

    @Override
    public boolean isStopSending(Throwable error) {
        return error instanceof ChannelOutputShutdownException;
    }

    @Override
    public boolean isFin(Object userEvent) {
        return userEvent == ChannelInputShutdownReadComplete.INSTANCE;
    }

    /** Checks an application error code against what the transport can send. */
    static int checkCode(long code) {
        if (code < 0 || code > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the transport sends error codes from 0 to 2^31-1 only, not " + Long.toUnsignedString(code));
        }
        return (int) code;
    }
}
