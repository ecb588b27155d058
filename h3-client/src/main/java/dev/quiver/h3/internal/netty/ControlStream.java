package dev.quiver.h3.internal.netty;

import dev.quiver.h3.Priority;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.internal.spi.QuicTransport;
import dev.quiver.quic.internal.spi.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.handler.codec.http3.DefaultHttp3UnknownFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ClientConnectionHandler;
import io.netty.handler.codec.http3.Http3Settings;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** This side's control stream (RFC 9114 §6.2.1): its SETTINGS and what it says later. On the event loop. */
final class ControlStream {
    private static final int MAX_UNKNOWN_FRAME = 64 << 10;

    /** 0x1f * N + 0x21 (RFC 9114 §7.2.8); the codec refuses those below 0x40. */
    private static final long RESERVED_FRAME = 0x1f * 0x51 + 0x21;

    /** PRIORITY_UPDATE for a request (RFC 9218 §7.2). */
    private static final long PRIORITY_UPDATE = 0xf0700;

    private final Channel connection;
    private final @Nullable HeldActive held;

    private ControlStream(Channel connection, @Nullable HeldActive held) {
        this.connection = connection;
        this.held = held;
    }

    /** Puts the codec into an established connection's pipeline, which opens the stream. */
    static ControlStream open(ChannelPipeline pipeline) {
        addCodec(pipeline);
        return new ControlStream(pipeline.channel(), null);
    }

    /**
     * Puts the codec into the pipeline of a connection whose peer has not proved itself, where only request streams may be
     * opened; {@link #openPrepared} opens the control stream.
     */
    static ControlStream prepare(ChannelPipeline pipeline) {
        HeldActive held = new HeldActive();
        pipeline.addLast(held);
        addCodec(pipeline);
        return new ControlStream(pipeline.channel(), held);
    }

    /**
     * Opens the stream when the transport has learned how many the peer allows. The codec would open it as soon as the
     * handshake is done, and with requests sent early the transport would never learn it then.
     */
    void openPrepared(QuicTransport transport, Runnable opened) {
        transport.openStream(
                StreamType.UNIDIRECTIONAL, new ChannelInboundHandlerAdapter(), new QuicTransport.StreamOpening() {
                    @Override
                    public boolean wanted() {
                        // The codec takes the place by itself.
                        if (held != null) {
                            held.release();
                        }
                        connection.eventLoop().execute(opened);
                        return false;
                    }

                    @Override
                    public void opened(Channel stream, long id) {
                        throw new IllegalStateException("not wanted");
                    }

                    @Override
                    public void failed(QuicException cause) {
                        // The connection is over, and says so.
                    }
                });
    }

    private static void addCodec(ChannelPipeline pipeline) {
        Http3Settings settings = new Http3Settings((id, value) -> true)
                .maxFieldSectionSize(FrameGuard.MAX_FIELD_SECTION)
                .qpackMaxTableCapacity(0)
                .qpackBlockedStreams(0);
        settings.put(ConnectionDatagrams.SETTING, 1L);
        settings.put(reservedSetting(), (long) ThreadLocalRandom.current().nextInt(64));
        pipeline.addLast(new Http3ClientConnectionHandler(
                null,
                null,
                null,
                new DefaultHttp3SettingsFrame(settings),
                true,
                (id, value) -> true,
                ControlStream::sensitive,
                MAX_UNKNOWN_FRAME));
    }

    /** One of those that mean nothing, another on each connection, so that servers keep ignoring what they do not know. */
    private static long reservedSetting() {
        // RFC 9114 §7.2.4.1: 0x1f * N + 0x21 for any N; at least one ought to be sent.
        return 0x1f * (long) ThreadLocalRandom.current().nextInt(1 << 10, 1 << 20) + 0x21;
    }

    /** What no one on the way may put into a table (RFC 9204 §7.1.3). */
    private static boolean sensitive(CharSequence name, CharSequence value) {
        return switch (name.length()) {
            case 6 -> "cookie".contentEquals(name);
            case 13 -> "authorization".contentEquals(name);
            case 19 -> "proxy-authorization".contentEquals(name);
            default -> false;
        };
    }

    /**
     * Sends a frame of a reserved type, which the server ignores (RFC 9114 §7.2.8) and whose packet it acknowledges (RFC
     * 9000 §13.2): the transport has no PING.
     *
     * @return false if there is no connection to send it on
     */
    boolean nudge() {
        Channel control = control();
        if (control == null) {
            return false;
        }
        control.writeAndFlush(new DefaultHttp3UnknownFrame(RESERVED_FRAME, Unpooled.EMPTY_BUFFER));
        return true;
    }

    /** Says what a request under way now matters (RFC 9218 §7.2). A server that does not know the frame ignores it. */
    boolean priorityUpdate(long streamId, Priority priority) {
        Channel control = control();
        if (control == null) {
            return false;
        }
        ByteBuf payload = control.alloc().buffer(16);
        Varint.write(payload, streamId);
        payload.writeCharSequence(priority.fieldValue(), StandardCharsets.US_ASCII);
        control.writeAndFlush(new DefaultHttp3UnknownFrame(PRIORITY_UPDATE, payload));
        return true;
    }

    private @Nullable Channel control() {
        return connection.isActive() ? Http3.getLocalControlStream(connection) : null;
    }

    /** Keeps from the codec that the connection is established. */
    private static final class HeldActive extends ChannelInboundHandlerAdapter {
        private @Nullable ChannelHandlerContext context;
        private boolean released;
        private boolean due;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            context = ctx;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            due = true;
            pass(ctx);
        }

        void release() {
            released = true;
            if (context != null) {
                pass(context);
            }
        }

        private void pass(ChannelHandlerContext ctx) {
            if (due && released) {
                due = false;
                ctx.fireChannelActive();
            }
        }
    }
}
