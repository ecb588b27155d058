package dev.quiver.quic.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.nio.ByteBuffer;

/**
 * A datagram that can be taken once, and that tells whether the transport took it.
 *
 * <p>The codec reports a datagram that it dropped as sent. What it does when the transport's queue is full
 * (QuicheQuicChannel.doWrite, Netty 4.2.18): it sends packets to make room and offers the datagram again; if there is
 * still no room it drops this one and every one behind it. This buffer is empty when it is offered again, so that the
 * codec skips it and goes on with the next. So what was offered twice was not taken; and what was offered once was taken
 * if the codec went on to the next, not if it stopped there. A {@linkplain #mark() mark} behind the last one tells that.
 */
final class OnceBuffer extends UnpooledHeapByteBuf {
    private static final byte[] NOTHING = {};

    private boolean marking;
    private boolean offered;
    private boolean offeredAgain;

    OnceBuffer(byte[] bytes) {
        super(UnpooledByteBufAllocator.DEFAULT, bytes, bytes.length);
    }

    /** An empty one to put behind others: it only notes that the codec came by. */
    static OnceBuffer mark() {
        return new OnceBuffer(NOTHING);
    }

    /** Before the flush: earlier looks at a mark were the pipeline's own. */
    void arm() {
        marking = true;
    }

    boolean offered() {
        return offered;
    }

    boolean offeredAgain() {
        return offeredAgain;
    }

    @Override
    public int readableBytes() {
        if (marking) {
            offered = true;
        } else if (offered) {
            offeredAgain = true;
            return 0;
        }
        return super.readableBytes();
    }

    @Override
    public byte[] array() {
        offered = true;
        return super.array();
    }

    @Override
    public ByteBuf getBytes(int index, ByteBuf dst, int dstIndex, int length) {
        offered = true;
        return super.getBytes(index, dst, dstIndex, length);
    }

    @Override
    public ByteBuf getBytes(int index, ByteBuffer dst) {
        offered = true;
        return super.getBytes(index, dst);
    }

    @Override
    public ByteBuffer nioBuffer(int index, int length) {
        offered = true;
        return super.nioBuffer(index, length);
    }

    @Override
    public ByteBuffer internalNioBuffer(int index, int length) {
        offered = true;
        return super.internalNioBuffer(index, length);
    }
}
