package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.Priority;
import dev.quiver.h3.internal.exchange.ResponseState;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.ResponseHead;
import dev.quiver.h3.internal.wire.Call;
import dev.quiver.h3.internal.wire.CallListener;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.internal.spi.QuicTransport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One call on its stream: last in the stream's pipeline. Event loop only, but for what {@link RequestHandle} asks from
 * other threads.
 */
final class RequestStream extends ChannelInboundHandlerAdapter implements FrameSink, QuicTransport.StreamOpening {
    private final Http3Connection connection;
    private final Call call;
    private final FrameGuard guard = new FrameGuard(this);
    private final ResponseState response;
    private final @Nullable Upload upload;
    private @Nullable StreamPriority priority;

    private QuicTransport.@Nullable Cancellation waiting;
    private @Nullable Channel channel;
    private volatile long id = -1;
    private boolean over;

    RequestStream(Http3Connection connection, Call call) {
        this.connection = connection;
        this.call = call;
        this.priority = call.priority() == null ? null : new StreamPriority(this, call.priority());
        this.response = new ResponseState(call.head().method());
        this.upload = call.body() == null ? null : new Upload(this, call.body(), call.trailers(), call.bodyExecutor());
    }

    FrameGuard guard() {
        return guard;
    }

    // ---- opening

    /** Asks for a stream. */
    void start() {
        long size = call.head().sectionSize();
        if (size > connection.said().maxFieldSection()) {
            neverSent(StreamFailures.tooLarge(this, size));
            return;
        }
        QuicTransport.Cancellation cancellation =
                connection.transport().openStream(StreamType.BIDIRECTIONAL, new RequestStreamInitializer(this), this);
        if (channel == null && !over) {
            waiting = cancellation;
            connection.streamAwaited();
        }
    }

    /** Whether it still waits for a stream. */
    boolean waits() {
        return waiting != null && !over;
    }

    /** Gives up waiting for a stream, so that the call can be sent on another connection. */
    void withdraw() {
        QuicTransport.Cancellation place = waiting;
        if (place != null && !over) {
            waiting = null;
            place.cancel();
            neverSent(StreamFailures.withdrawn(this));
        }
    }

    @Override
    public void opened(Channel stream, long streamId) {
        waiting = null;
        channel = stream;
        id = streamId;
        connection.streamOpened();
        if (over) {
            connection.signals().abandon(stream, H3ErrorCode.H3_REQUEST_CANCELLED.value());
            connection.abandoned();
            connection.done(this);
            return;
        }
        StreamPriority ordered = priority;
        if (ordered != null) {
            ordered.opening();
        }
        if (upload == null) {
            guard.finWithNextWrite();
        }
        stream.writeAndFlush(new DefaultHttp3HeadersFrame(Fields.encode(call.head())))
                .addListener(f -> headWritten((ChannelFuture) f));
        if (ordered != null) {
            ordered.update();
        }
        if (call.head().protocol() != null) {
            connection.datagrams().join(this);
        }
        call.listener().opened();
        if (upload != null) {
            if (call.expectContinue()) {
                upload.startAfter100(connection.loop());
            } else {
                upload.start();
            }
        }
    }

    private void headWritten(ChannelFuture written) {
        if (!written.isSuccess() && !over && !connection.signals().isStopSending(written.cause())) {
            failBy(written.cause());
        }
    }

    @Override
    public void failed(QuicException cause) {
        waiting = null;
        neverSent(StreamFailures.notOpened(this, cause));
    }

    /** The call ends without having had a stream. */
    void neverSent(H3Exception cause) {
        if (!over) {
            over = true;
            connection.done(this);
            call.listener().failed(cause);
        }
    }

    // ---- the response

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        try {
            if (msg instanceof Http3HeadersFrame frame && !over) {
                section(frame.headers());
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
    }

    private void section(Http3Headers headers) {
        FieldLines fields = Fields.decode(headers);
        Violation broken = response.section(headers.status(), fields);
        if (broken != null) {
            violated(broken);
            return;
        }
        switch (response.section()) {
            case INFORMATIONAL -> {
                call.listener().informational(new ResponseHead(response.status(), fields));
                if (response.status() == 100 && upload != null) {
                    upload.start();
                }
            }
            case FINAL -> {
                if (upload != null) {
                    upload.finalHead(response.status());
                }
                call.listener().head(new ResponseHead(response.status(), fields));
            }
            case TRAILERS -> call.listener().trailers(fields);
        }
    }

    @Override
    public void dataFrame() {
        data(0);
    }

    @Override
    public void data(ByteBuf in, int length) {
        if (over || !data(length)) {
            in.skipBytes(length);
            return;
        }
        // The one copy: subscribers keep their buffers, and the transport wants its own back.
        byte[] copy = new byte[length];
        in.readBytes(copy);
        if (!call.listener().data(ByteBuffer.wrap(copy))) {
            channel().config().setAutoRead(false);
        }
    }

    private boolean data(int length) {
        if (over) {
            return false;
        }
        Violation broken = response.data(length);
        if (broken != null) {
            violated(broken);
        }
        return broken == null;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        connection.heard();
        if (!over) {
            call.listener().pause();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (over || !connection.signals().isFin(event)) {
            return;
        }
        Violation broken = guard.insideFrame()
                ? Violation.frameCutShort("the stream ended inside a frame (RFC 9114 §7.1)")
                : response.finished();
        if (broken != null) {
            violated(broken);
            return;
        }
        over = true;
        guard.close();
        if (upload != null) {
            upload.responseEnded(response.status());
        }
        connection.done(this);
        call.listener().ended();
    }

    // ---- ends before the end

    @Override
    public void violated(Violation violation) {
        if (over) {
            return;
        }
        fail(StreamFailures.violation(this, violation), violation.code());
        if (violation.scope() == ErrorScope.CONNECTION) {
            connection.violated(violation);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!over) {
            failBy(cause);
        }
    }

    private void failBy(Throwable cause) {
        Violation broken = WireErrors.malformed(cause);
        if (broken == null && guard.decoding()) {
            // The codec fails in many ways where a section ends too soon, and tells of only some.
            broken = FrameGuard.undecodable();
        }
        if (broken != null) {
            violated(broken);
            return;
        }
        OptionalLong reset = WireErrors.resetCode(cause);
        if (reset.isPresent()) {
            fail(StreamFailures.reset(this, reset.getAsLong(), cause), H3ErrorCode.H3_REQUEST_CANCELLED);
            return;
        }
        if (connection.end() == null && !channel().isOpen()) {
            // The connection says why a moment later.
            connection.loop().execute(() -> closedWithout(cause));
        } else {
            closedWithout(cause);
        }
    }

    private void closedWithout(Throwable cause) {
        if (over) {
            return;
        }
        H3Exception end = connection.end();
        if (end != null) {
            connectionEnded(end);
        } else {
            fail(StreamFailures.transport(this, cause), H3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!over) {
            failBy(new java.nio.channels.ClosedChannelException());
        }
    }

    /** The connection is over. */
    void connectionEnded(H3Exception end) {
        if (!over) {
            fail(StreamFailures.ended(this, end), H3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    /**
     * The server goes away and worked on no request from this id on (RFC 9114 §5.2). One that it has begun to answer it
     * did work on, whatever it says: quinn's h3 does so, and the answer comes whole.
     */
    void goAway(long from) {
        if (!over && (channel == null || id >= from && !response.headReceived())) {
            fail(StreamFailures.goneAway(this, from), H3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    /** The request's body could not be had: nothing that looks whole must reach the server. */
    void uploadFailed(Throwable cause) {
        fail(StreamFailures.body(this, cause), H3ErrorCode.H3_REQUEST_CANCELLED);
    }

    private void fail(H3Exception cause, H3ErrorCode code) {
        if (over) {
            return;
        }
        over = true;
        guard.close();
        if (upload != null) {
            upload.abort();
        }
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
        }
        if (channel != null) {
            connection.signals().abandon(channel, code.value());
            connection.abandoned();
        }
        connection.done(this);
        call.listener().failed(cause);
    }

    // ---- what the caller wants

    void readOn() {
        if (!over && channel != null) {
            channel.config().setAutoRead(true);
        }
    }

    void cancel(H3ErrorCode code) {
        fail(StreamFailures.cancelled(this, code), code);
    }

    void prioritise(Priority next) {
        StreamPriority known = priority;
        if (known == null) {
            known = new StreamPriority(this, null);
            priority = known;
        }
        known.change(next);
    }

    /** The control stream is there. */
    void controlOpened() {
        StreamPriority known = priority;
        if (known != null) {
            known.update();
        }
    }

    // ---- for any thread

    boolean bodyUntouched() {
        return upload == null || !upload.begun();
    }

    long requestBytes() {
        return upload == null ? 0 : upload.sent();
    }

    /** The stream's id, or -1 while there is none. */
    long id() {
        return id;
    }

    Http3Connection connection() {
        return connection;
    }

    // ---- for datagrams

    CallListener listener() {
        return call.listener();
    }

    // ---- for the upload

    boolean isOver() {
        return over;
    }

    Channel channel() {
        Channel opened = channel;
        if (opened == null) {
            throw new IllegalStateException("no stream yet");
        }
        return opened;
    }

    /** Whether the call has, or had, a stream. */
    boolean hasStream() {
        return channel != null;
    }

    /** How far it came. */
    Progress progress() {
        return new Progress(requestBytes(), response.headReceived(), response.received());
    }
}
