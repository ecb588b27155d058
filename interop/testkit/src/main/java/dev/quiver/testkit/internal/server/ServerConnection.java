package dev.quiver.testkit.internal.server;

import dev.quiver.quic.QuicException;
import dev.quiver.quic.StreamType;
import dev.quiver.quic.internal.spi.ConnectionProtocol;
import dev.quiver.quic.internal.spi.QuicTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http3.DefaultHttp3GoAwayFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ServerConnectionHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** HTTP/3 on one connection. Its state belongs to the event loop; {@link #goAway} and {@link #close} do not mind. */
final class ServerConnection implements ConnectionProtocol {
    private static final Logger LOG = System.getLogger(ServerConnection.class.getName());

    private final H3Server server;
    private final long number;
    private final ServerDatagrams datagrams = new ServerDatagrams();
    private @Nullable QuicTransport transport;
    private @Nullable Channel channel;
    private long nextId;
    private long refusedFrom = Long.MAX_VALUE;

    ServerConnection(H3Server server, long number) {
        this.server = server;
        this.number = number;
    }

    long number() {
        return number;
    }

    H3Server server() {
        return server;
    }

    @Override
    public void attach(QuicTransport transport, ChannelPipeline pipeline) {
        this.transport = transport;
        this.channel = pipeline.channel();
        ChannelHandler requests = new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new RequestStream(ServerConnection.this));
            }
        };
        // Opens the control stream at once: id 3. Those of QPACK come next: 7 and 11.
        pipeline.addLast(new Http3ServerConnectionHandler(
                requests, null, null, server.settings().frame(), true, (id, value) -> true));
        openQpack(transport, StreamTypeSender.QPACK_ENCODER);
        openQpack(transport, StreamTypeSender.QPACK_DECODER);
        datagrams.start(transport.group().datagrams());
        server.opened(this);
    }

    ServerDatagrams datagrams() {
        return datagrams;
    }

    private void openQpack(QuicTransport on, byte type) {
        on.openStream(StreamType.UNIDIRECTIONAL, new StreamTypeSender(type), new QuicTransport.StreamOpening() {
            @Override
            public void opened(Channel stream, long id) {}

            @Override
            public void failed(QuicException cause) {
                LOG.log(Level.DEBUG, () -> "connection " + number + " has no QPACK stream of type " + type, cause);
            }
        });
    }

    @Override
    public void peerStream(Channel stream, long id) {
        if ((id & 0x2) == 0) {
            stream.config().setAutoRead(false);
            stream.pipeline().addLast(RawBytes.NAME, new RawBytes());
        }
    }

    @Override
    public void closed(QuicException cause) {
        server.closed(this);
    }

    /** Whether a request on this stream is to be served: GOAWAY may have excluded it. */
    boolean admits(long streamId) {
        if (streamId >= refusedFrom) {
            return false;
        }
        nextId = Math.max(nextId, streamId + 4);
        return true;
    }

    /** GOAWAY with the first id that is not served (RFC 9114 §5.2). */
    void goAway() {
        onLoop(() -> {
            Channel control = channel == null ? null : Http3.getLocalControlStream(channel);
            if (control != null && nextId < refusedFrom) {
                refusedFrom = nextId;
                control.writeAndFlush(new DefaultHttp3GoAwayFrame(nextId));
            }
        });
    }

    /** On the loop's next turn: the codec may be in the middle of sending, and sends nothing of a close from within. */
    void close(long code, String reason) {
        QuicTransport on = transport;
        if (on != null) {
            on.eventLoop().execute(() -> on.close(code, reason));
        }
    }

    private void onLoop(Runnable task) {
        QuicTransport on = transport;
        if (on == null || on.eventLoop().inEventLoop()) {
            task.run();
        } else {
            on.eventLoop().execute(task);
        }
    }
}
