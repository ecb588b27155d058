package dev.quiver.quic.internal.spi;

import dev.quiver.quic.internal.netty.NettyStreamSignals;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.OptionalLong;

/** The signals of a stream that Netty's channel API has no words for. Event loop only. */
public interface StreamSignals {
    /** The one instance. */
    static StreamSignals get() {
        return NettyStreamSignals.INSTANCE;
    }

    /** The stream's id. */
    long id(Channel stream);

    /** Sends FIN behind everything written before. Chain it to the last write's success: it overtakes queued writes. */
    ChannelFuture finish(Channel stream);

    /**
     * A message to be written in place of this buffer, whose last byte carries the FIN. Unlike {@link #finish} it keeps its
     * place behind what was written before; where a write before it may still fail, chain it.
     */
    Object last(ByteBuf data);

    /** RESET_STREAM (RFC 9000 §19.4); code up to 2^31-1. */
    void reset(Channel stream, long code);

    /** STOP_SENDING (RFC 9000 §19.5); code up to 2^31-1. */
    void stopSending(Channel stream, long code);

    /** Both, and the channel is closed. */
    void abandon(Channel stream, long code);

    /** Urgency 0 to 7 and incremental, as RFC 9218 means them, for what this side sends. */
    void priority(Channel stream, int urgency, boolean incremental);

    /** The code of the peer's RESET_STREAM, if that is what the error says. */
    OptionalLong resetCode(Throwable error);

    /** Whether the error says that the peer sent STOP_SENDING (its code is not revealed). */
    boolean isStopSending(Throwable error);

    /** Whether the user event says that the peer finished the stream (FIN). */
    boolean isFin(Object userEvent);
}
