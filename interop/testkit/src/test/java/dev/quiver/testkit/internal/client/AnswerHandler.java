package dev.quiver.testkit.internal.client;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Fields.Field;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Collects an {@link Answer}. */
final class AnswerHandler extends ChannelInboundHandlerAdapter {
    private final Answer answer;

    AnswerHandler(Answer answer) {
        this.answer = answer;
    }

    /** Sees the bytes before the codec does. */
    static final class Wire extends ChannelInboundHandlerAdapter {
        private final Answer answer;

        Wire(Answer answer) {
            this.answer = answer;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            if (msg instanceof ByteBuf bytes) {
                answer.keep(answer.wire, ByteBufUtil.getBytes(bytes));
            }
            ctx.fireChannelRead(msg);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        try {
            if (msg instanceof Http3HeadersFrame frame) {
                headers(frame.headers());
            } else if (msg instanceof Http3DataFrame data) {
                byte[] bytes = ByteBufUtil.getBytes(data.content());
                answer.add(bytes.length);
                answer.digest.update(bytes);
                answer.keep(answer.text, bytes);
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
    }

    private void headers(Http3Headers headers) {
        List<Field> entries = new ArrayList<>();
        headers.forEach(h -> {
            if (h.getKey().charAt(0) != ':') {
                entries.add(new Field(h.getKey().toString(), h.getValue().toString()));
            }
        });
        if (answer.head.isDone()) {
            answer.trailers = new Fields(entries);
            return;
        }
        int status = Integer.parseInt(headers.status().toString());
        if (status < 200) {
            answer.informational.add(status);
        } else {
            answer.fields = new Fields(entries);
            answer.head.complete(status);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownReadComplete.INSTANCE) {
            answer.fin = true;
            answer.over.complete(null);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof QuicStreamResetException reset) {
            answer.resetCode = OptionalLong.of(reset.applicationProtocolCode());
        }
        answer.over.complete(null);
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        answer.over.complete(null);
    }
}
