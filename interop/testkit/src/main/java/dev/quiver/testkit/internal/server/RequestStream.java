package dev.quiver.testkit.internal.server;

import dev.quiver.quic.internal.spi.StreamSignals;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Fields.Field;
import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.internal.log.LoggedRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Turns the frames of one request stream into a request, a body and a response. Event loop only. */
final class RequestStream extends ChannelInboundHandlerAdapter {
    private final ServerConnection connection;
    private @Nullable RequestBody body;
    private @Nullable StreamResponse response;
    private @Nullable LoggedRequest entry;

    RequestStream(ServerConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            if (frame instanceof Http3HeadersFrame headers) {
                if (body == null) {
                    begin(ctx, headers.headers());
                } else {
                    body.trailers(fields(headers.headers()));
                }
            } else if (frame instanceof Http3DataFrame data && body != null) {
                body.data(data.content().retain());
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void begin(ChannelHandlerContext ctx, Http3Headers headers) {
        long id = StreamSignals.get().id(ctx.channel());
        String method = text(headers.method());
        String authority = text(headers.authority());
        String path = text(headers.path());
        Fields fields = fields(headers);
        entry = connection
                .server()
                .log()
                .add(connection.number(), id, method, path.isEmpty() ? authority : path, fields);
        body = new RequestBody(ctx, entry);
        if (!connection.admits(id)) {
            entry.over(Outcome.REJECTED, OptionalLong.of(H3Code.REQUEST_REJECTED));
            body.failed(new IOException("the connection is going away"));
            StreamSignals.get().abandon(ctx.channel(), H3Code.REQUEST_REJECTED);
            return;
        }
        CharSequence protocol = headers.get(":protocol");
        StreamRequest request = new StreamRequest(
                method,
                path.isEmpty() ? authority : path,
                authority,
                fields,
                protocol == null ? null : protocol.toString(),
                id,
                connection.number(),
                body,
                connection.datagrams());
        response = new StreamResponse(ctx.channel(), connection, body, entry, method.equals("HEAD"));
        connection.server().serve(request, response);
    }

    private static String text(@Nullable CharSequence value) {
        return value == null ? "" : value.toString();
    }

    private static Fields fields(Http3Headers headers) {
        List<Field> entries = new ArrayList<>(headers.size());
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            String name = header.getKey().toString();
            if (!name.startsWith(":")) {
                entries.add(new Field(name, header.getValue().toString()));
            }
        }
        return new Fields(entries);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        if (body == null || body.wantsMore()) {
            ctx.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (StreamSignals.get().isFin(event)) {
            if (body == null) {
                // RFC 9114 §4.1.2: a request stream that ends without a request.
                StreamSignals.get().abandon(ctx.channel(), H3Code.REQUEST_INCOMPLETE);
            } else {
                body.ended();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        OptionalLong reset = StreamSignals.get().resetCode(cause);
        if (reset.isPresent()) {
            over(Outcome.RESET_BY_CLIENT, reset);
            fail(new IOException("the client reset the request with code 0x" + Long.toHexString(reset.getAsLong())));
            StreamSignals.get().abandon(ctx.channel(), H3Code.REQUEST_CANCELLED);
        } else {
            // The codec found the request malformed and has reset the stream, or closed the connection, by itself.
            over(Outcome.RESET_BY_SERVER, OptionalLong.empty());
            fail(new IOException("the request is malformed: " + cause.getMessage(), cause));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        over(Outcome.CONNECTION_LOST, OptionalLong.empty());
        connection.datagrams().leave(StreamSignals.get().id(ctx.channel()));
        fail(new IOException("the stream is gone"));
        ctx.fireChannelInactive();
    }

    private void over(Outcome how, OptionalLong code) {
        if (entry != null) {
            entry.over(how, code);
        }
    }

    private void fail(IOException cause) {
        if (body != null) {
            body.failed(cause);
        }
    }
}
