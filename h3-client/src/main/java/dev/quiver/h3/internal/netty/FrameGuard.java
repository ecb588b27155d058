package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.quic.internal.spi.StreamSignals;
import dev.quiver.quic.internal.spi.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * First on a request stream, in front of the codec: walks the frames. The codec takes a stream that ends inside a frame
 * for one that ended well, fails the connection for one large field section, buffers unknown frames and refuses a DATA
 * frame above 2 GiB. Here HEADERS frames go to the codec one at a time, whole and measured; DATA goes straight to the
 * stream, as it comes; unknown frames are skipped (RFC 9114 §9); all else is an error (§7.2).
 */
final class FrameGuard extends ChannelDuplexHandler {
    /** What is taken of a field section, as RFC 9114 §4.2.2 counts it; said to the peer in SETTINGS. */
    static final int MAX_FIELD_SECTION = 256 << 10;

    /** Encoded sections up to this length cannot be over the limit, and are not measured. */
    private static final int SMALL_SECTION = MAX_FIELD_SECTION / FieldSectionSize.MAX_EXPANSION;

    /** More frames that carry nothing, one behind the other, than anyone needs (RFC 9114 §10.5). */
    static final int MOST_IDLE_FRAMES = 10_000;

    private static final int DATA = 0x0;
    private static final int HEADERS = 0x1;

    private final FrameSink sink;
    private final FrameHead head = new FrameHead();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf held;
    private boolean inPayload;
    private long left;
    private int idleFrames;
    private boolean deaf;
    private boolean decoding;
    private boolean finWithNextWrite;

    FrameGuard(FrameSink sink) {
        this.sink = sink;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** Writes straight to the channel, behind the codec. */
    ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return ctx;
    }

    /** The next write carries the FIN: in one frame with the data, and not at all if the data cannot be written. */
    void finWithNextWrite() {
        finWithNextWrite = true;
    }

    /** Whether the stream is inside a frame now. */
    boolean insideFrame() {
        return inPayload || head.midway();
    }

    /** Hears no more of what comes. */
    void close() {
        deaf = true;
        release();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (finWithNextWrite && msg instanceof ByteBuf buf) {
            finWithNextWrite = false;
            ctx.write(StreamSignals.get().last(buf), promise);
        } else {
            ctx.write(msg, promise);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!(msg instanceof ByteBuf in)) {
            ReferenceCountUtil.release(msg);
            return;
        }
        try {
            while (!deaf && (in.isReadable() || inPayload && left == 0)) {
                int start = in.readerIndex();
                if (inPayload) {
                    payload(ctx, in, -1);
                } else {
                    boolean fresh = !head.midway();
                    if (head.read(in)) {
                        begin(ctx, in, fresh ? start : -1);
                    }
                }
            }
        } finally {
            in.release();
        }
    }

    private void begin(ChannelHandlerContext ctx, ByteBuf in, int start) {
        left = head.length();
        inPayload = true;
        long type = head.type();
        boolean idle = type == DATA ? left == 0 : type != HEADERS;
        idleFrames = idle ? idleFrames + 1 : 0;
        if (idleFrames > MOST_IDLE_FRAMES) {
            violated(Violation.excessive(
                    "the response has more than " + MOST_IDLE_FRAMES + " frames in a row that carry nothing"));
        } else if (type == DATA) {
            sink.dataFrame();
        } else if (type == HEADERS) {
            if (left > MAX_FIELD_SECTION) {
                violated(tooLarge(left));
            }
        } else if (type == 0x5) {
            violated(Violation.connection(
                    H3ErrorCode.H3_ID_ERROR, "a push was promised, which was never allowed (RFC 9114 §7.2.5)"));
        } else if (type <= 0xd && type != 0xa && type != 0xb && type != 0xc || FrameHead.isPriorityUpdate(type)) {
            // The control stream's frames and those that were HTTP/2's (RFC 9114 §7.2.4 to §7.2.8).
            violated(Violation.unexpectedFrame(
                    "a frame of type 0x" + Long.toHexString(type) + " came on a request stream"));
        }
        if (!deaf) {
            payload(ctx, in, start);
        }
    }

    /** @param start where the frame's head begins in this buffer, or -1 if it is not whole in it */
    private void payload(ChannelHandlerContext ctx, ByteBuf in, int start) {
        long type = head.type();
        int here = (int) Math.min(left, in.readableBytes());
        if (type == DATA) {
            left -= here;
            if (here > 0) {
                sink.data(in, here);
            }
        } else if (type == HEADERS) {
            if (start >= 0 && here == left) {
                left = 0;
                section(ctx, in.retainedSlice(start, in.readerIndex() + here - start), in.readerIndex() - start, here);
                in.skipBytes(here);
            } else {
                hold(ctx, in, here);
            }
        } else {
            in.skipBytes(here);
            left -= here;
        }
        if (left == 0) {
            inPayload = false;
            head.clear();
        }
    }

    private void hold(ChannelHandlerContext ctx, ByteBuf in, int here) {
        ByteBuf frame = held;
        if (frame == null) {
            // The length was checked: it fits an int many times over.
            frame = ctx.alloc().directBuffer((int) Math.min(left, SMALL_SECTION) + 16);
            Varint.write(frame, HEADERS);
            Varint.write(frame, left);
            held = frame;
        }
        frame.writeBytes(in, here);
        left -= here;
        if (left == 0) {
            held = null;
            int payload = (int) head.length();
            section(ctx, frame, frame.readableBytes() - payload, payload);
        }
    }

    /** A whole HEADERS frame, this method's to pass on or release. */
    private void section(ChannelHandlerContext ctx, ByteBuf frame, int offset, int length) {
        if (length > SMALL_SECTION) {
            long size = FieldSectionSize.of(frame, frame.readerIndex() + offset, length);
            if (size > MAX_FIELD_SECTION) {
                frame.release();
                violated(tooLarge(size));
                return;
            }
        }
        if (!prefixed(frame, frame.readerIndex() + offset, length)) {
            frame.release();
            violated(undecodable());
            return;
        }
        decoding = true;
        ctx.fireChannelRead(frame);
        decoding = false;
    }

    /** Without a dynamic table a section requires nothing of it, and its base is not below that (RFC 9204 §4.5.1). */
    private static boolean prefixed(ByteBuf in, int at, int length) {
        return length >= 2 && in.getByte(at) == 0 && in.getByte(at + 1) >= 0;
    }

    /** Whether the codec has a whole section in its hands: what it throws now is about that. */
    boolean decoding() {
        return decoding;
    }

    static Violation undecodable() {
        return Violation.connection(
                H3ErrorCode.QPACK_DECOMPRESSION_FAILED, "a field section cannot be decoded (RFC 9204 §2.2)");
    }

    private static Violation tooLarge(long size) {
        return Violation.excessive("the response has a field section of " + size + " bytes; at most "
                + MAX_FIELD_SECTION + " are taken, as SETTINGS_MAX_FIELD_SECTION_SIZE said");
    }

    private void violated(Violation violation) {
        close();
        sink.violated(violation);
    }

    private void release() {
        ByteBuf frame = held;
        if (frame != null) {
            held = null;
            frame.release();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        close();
    }
}
