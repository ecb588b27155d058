import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.quic.QuicStreamChannel;

/** Extended CONNECT for a WebSocket (RFC 9220): {@code /ws} says frames back, {@code /refused/NNN} refuses. */
final class WebSocketEcho extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final int LONGEST_FRAME = 16 << 20;

    private final Exchange exchange;

    private WebSocketEcho(Exchange exchange) {
        this.exchange = exchange;
    }

    static void connect(Exchange exchange, ChannelHandlerContext context) {
        Http3Headers request = exchange.request();
        if (!"websocket".contentEquals(String.valueOf(request.get(":protocol")))) {
            exchange.text(501, "an extended CONNECT for a WebSocket is answered here\n");
            return;
        }
        String path = exchange.path();
        if (path.matches("/refused/[345][0-9][0-9]")) {
            int status = Integer.parseInt(path.substring(9));
            String body = status + ": no WebSocket here";
            if (status / 100 == 3) {
                exchange.text(status, body, "x-why", "policy", "location", "/elsewhere");
            } else {
                exchange.text(status, body, "x-why", "policy");
            }
            return;
        }
        if (!path.equals("/ws")) {
            exchange.text(404, "");
            return;
        }
        CharSequence offered = request.get("sec-websocket-protocol");
        if (offered == null) {
            exchange.head(200);
        } else {
            exchange.head(200, "sec-websocket-protocol", offered.toString().split(",")[0].strip());
        }
        // Before the exchange, which goes on with what is not of the WebSocket: the stream's end.
        context.pipeline().addBefore(context.name(), null, new Frames());
        context.pipeline().addBefore(context.name(), null, new WebSocket13FrameDecoder(true, false, LONGEST_FRAME));
        context.pipeline().addBefore(context.name(), null, new WebSocket13FrameEncoder(false));
        context.pipeline().addBefore(context.name(), null, new WebSocketEcho(exchange));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            context.writeAndFlush(frame.retain()).addListener(sent -> {
                ((QuicStreamChannel) context.channel()).shutdownOutput();
                exchange.done();
            });
        } else if (frame instanceof PingWebSocketFrame) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (!(frame instanceof PongWebSocketFrame)) {
            context.writeAndFlush(frame.retain());
        }
    }

    /** Bytes for the WebSocket's codec, DATA frames for HTTP/3's. */
    private static final class Frames extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.fireChannelRead(message instanceof Http3DataFrame data ? data.content() : message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            context.write(message instanceof ByteBuf bytes ? new DefaultHttp3DataFrame(bytes) : message, promise);
        }
    }
}
