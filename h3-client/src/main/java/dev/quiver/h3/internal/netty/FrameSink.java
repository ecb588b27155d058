package dev.quiver.h3.internal.netty;

import dev.quiver.h3.internal.exchange.Violation;
import io.netty.buffer.ByteBuf;

/** Takes what a {@link FrameGuard} does not give to the codec. */
interface FrameSink {
    /** A DATA frame begins. */
    void dataFrame();

    /** Takes, or skips, so many bytes of a DATA frame's payload; the buffer is only lent. */
    void data(ByteBuf in, int length);

    /** The server broke a rule; nothing more of the stream will be read. */
    void violated(Violation violation);
}
