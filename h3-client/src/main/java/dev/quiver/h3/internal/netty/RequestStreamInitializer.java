package dev.quiver.h3.internal.netty;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http3.Http3RequestStreamInitializer;
import io.netty.handler.codec.quic.QuicStreamChannel;

/** Puts a request stream's pipeline together: guard, codec, stream. */
final class RequestStreamInitializer extends Http3RequestStreamInitializer {
    private final RequestStream stream;

    RequestStreamInitializer(RequestStream stream) {
        this.stream = stream;
    }

    @Override
    protected void initRequestStream(QuicStreamChannel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        // Netty's own message validation, last until here, takes a 304 with a content-length for a truncated response
        // and
        // closes streams by itself when a GOAWAY came. ResponseState checks what it checks, and more.
        pipeline.removeLast();
        pipeline.addFirst(stream.guard());
        pipeline.addLast(stream);
    }
}
