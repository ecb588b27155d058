package dev.quiver.testkit.internal.server;

import dev.quiver.quic.internal.spi.StreamSignals;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Fields.Field;
import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.Response;
import dev.quiver.testkit.internal.log.LoggedRequest;
import dev.quiver.testkit.internal.routes.BadRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The response that handlers see: checks the turn of calls, and carries each out on the event loop. */
final class StreamResponse implements Response {
    private enum Turn {
        HEAD,
        BODY,
        RAW,
        OVER
    }

    private final Channel channel;
    private final ServerConnection connection;
    private final RequestBody body;
    private final LoggedRequest entry;
    private final boolean headOnly;
    private Turn turn = Turn.HEAD;
    /** The newest write; FIN must not overtake it. Event loop only. */
    private @Nullable ChannelFuture last;

    StreamResponse(
            Channel channel, ServerConnection connection, RequestBody body, LoggedRequest entry, boolean headOnly) {
        this.channel = channel;
        this.connection = connection;
        this.body = body;
        this.entry = entry;
        this.headOnly = headOnly;
    }

    private synchronized Turn take(String what, Turn to, Turn... from) {
        if (!List.of(from).contains(turn)) {
            throw new IllegalStateException(what + " is not possible "
                    + switch (turn) {
                        case HEAD -> "before the head";
                        case BODY -> "after the head";
                        case RAW -> "after raw bytes";
                        case OVER -> "after the end";
                    });
        }
        Turn before = turn;
        turn = to;
        return before;
    }

    @Override
    public CompletableFuture<Void> informational(int status, Fields fields) {
        if (status < 100 || status > 199) {
            throw new IllegalArgumentException("an informational status is 100 to 199, not " + status);
        }
        take("informational", Turn.HEAD, Turn.HEAD);
        return onLoop(() -> channel.writeAndFlush(headers(status, fields)));
    }

    @Override
    public CompletableFuture<Void> head(int status, Fields fields) {
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException("a final status is 200 to 999, not " + status);
        }
        take("head", Turn.BODY, Turn.HEAD);
        entry.status(status);
        return onLoop(() -> channel.writeAndFlush(headers(status, fields)));
    }

    private static Http3HeadersFrame headers(int status, Fields fields) {
        // Not validated: tests of clients need to send what is wrong.
        Http3Headers headers = new DefaultHttp3Headers(false);
        if (status > 0) {
            headers.add(":status", Integer.toString(status));
        }
        for (Field field : fields.entries()) {
            headers.add(field.name(), field.value());
        }
        return new DefaultHttp3HeadersFrame(headers);
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer data) {
        take("write", Turn.BODY, Turn.BODY);
        ByteBuffer view = data.slice();
        return onLoop(() -> data(view));
    }

    private ChannelFuture data(ByteBuffer view) {
        int length = view.remaining();
        if (headOnly || length == 0) {
            return channel.newSucceededFuture();
        }
        return channel.writeAndFlush(new DefaultHttp3DataFrame(Unpooled.wrappedBuffer(view)))
                .addListener(f -> {
                    if (f.isSuccess()) {
                        entry.responseBytes(length);
                    }
                });
    }

    @Override
    public CompletableFuture<Void> raw(ByteBuffer data) {
        take("raw", Turn.RAW, Turn.HEAD, Turn.BODY, Turn.RAW);
        ByteBuffer view = data.slice();
        return onLoop(() -> RawBytes.write(channel, Unpooled.wrappedBuffer(view)));
    }

    @Override
    public CompletableFuture<Void> end() {
        boolean frames = take("end", Turn.OVER, Turn.BODY, Turn.RAW) == Turn.BODY;
        return onLoop(() -> finish(frames));
    }

    @Override
    public CompletableFuture<Void> end(Fields trailers) {
        take("end with trailers", Turn.OVER, Turn.BODY);
        return onLoop(() -> {
            if (!trailers.entries().isEmpty() && !headOnly) {
                last = channel.writeAndFlush(headers(0, trailers));
            }
            return finish(true);
        });
    }

    /**
     * FIN behind the last write's success: sent at once it would overtake what is queued.
     *
     * @param frames whether the stream stands between two frames; after raw bytes nobody knows
     */
    private ChannelFuture finish(boolean frames) {
        var done = channel.newPromise();
        ChannelFuture before = last != null ? last : channel.newSucceededFuture();
        before.addListener(f -> {
            if (!f.isSuccess()) {
                done.setFailure(f.cause());
                return;
            }
            // Before FIN: with it the channel may be closed on the spot.
            entry.over(Outcome.ANSWERED, OptionalLong.empty());
            body.discard();
            ChannelFuture fin =
                    frames ? RawBytes.end(channel) : StreamSignals.get().finish(channel);
            fin.addListener(g -> {
                if (g.isSuccess()) {
                    done.setSuccess();
                } else {
                    done.setFailure(g.cause());
                }
            });
        });
        return done;
    }

    @Override
    public CompletableFuture<Void> send(int status, String text) {
        take("send", Turn.OVER, Turn.HEAD);
        entry.status(status);
        ByteBuffer content = StandardCharsets.UTF_8.encode(text);
        Fields fields = Fields.of(
                "content-type", "text/plain; charset=utf-8", "content-length", Integer.toString(content.remaining()));
        return onLoop(() -> {
            channel.writeAndFlush(headers(status, fields));
            last = data(content);
            return finish(true);
        });
    }

    @Override
    public void reset(long code) {
        take("reset", Turn.OVER, Turn.HEAD, Turn.BODY, Turn.RAW);
        run(() -> {
            entry.over(Outcome.RESET_BY_SERVER, OptionalLong.of(code));
            body.failed(new IOException("the server reset the stream"));
            StreamSignals.get().abandon(channel, code);
        });
    }

    /** A handler has failed: the client is told as well as it still can be. */
    void fail(Throwable cause) {
        boolean answer;
        synchronized (this) {
            if (turn == Turn.OVER || entry.isOver()) {
                return;
            }
            answer = turn == Turn.HEAD;
        }
        if (answer) {
            send(cause instanceof BadRequest ? 400 : 500, cause.getMessage() + "\n");
        } else {
            reset(H3Code.INTERNAL_ERROR);
        }
    }

    @Override
    public CompletableFuture<Void> datagram(ByteBuffer payload) {
        return connection.datagrams().send(StreamSignals.get().id(channel), payload);
    }

    @Override
    public CompletableFuture<Void> rawDatagram(ByteBuffer datagram) {
        return connection.datagrams().raw(datagram);
    }

    @Override
    public CompletableFuture<Void> after(Duration time) {
        CompletableFuture<Void> then = new CompletableFuture<>();
        channel.eventLoop().schedule(() -> then.complete(null), time.toNanos(), TimeUnit.NANOSECONDS);
        return then;
    }

    @Override
    public void goAway() {
        connection.goAway();
    }

    @Override
    public void closeConnection(long code, String reason) {
        connection.close(code, reason);
    }

    private CompletableFuture<Void> onLoop(Supplier<ChannelFuture> write) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            run(() -> {
                ChannelFuture written = write.get();
                last = written;
                written.addListener(f -> {
                    if (f.isSuccess()) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failed(f.cause()));
                    }
                });
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new IOException("the server is closed", e));
        }
        return done;
    }

    private IOException failed(Throwable cause) {
        if (StreamSignals.get().isStopSending(cause) && channel.isOpen()) {
            entry.over(Outcome.STOPPED_BY_CLIENT, OptionalLong.empty());
            StreamSignals.get().abandon(channel, H3Code.REQUEST_CANCELLED);
            return new IOException("the client wants no more of the response", cause);
        }
        return new IOException("the response cannot be sent: " + cause.getMessage(), cause);
    }

    private void run(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }
}
