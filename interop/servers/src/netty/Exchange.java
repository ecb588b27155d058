import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.http3.Http3RequestStreamInboundHandler;
import io.netty.handler.codec.quic.QuicException;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A request and its response. What does not come out of its body is answered by {@link Answers}. */
final class Exchange extends Http3RequestStreamInboundHandler {
    final Path files;
    private final MessageDigest digest;
    private ChannelHandlerContext context;
    private QuicStreamChannel stream;
    private Http3Headers request;
    private Http3Headers trailers;
    private ChannelFuture written;
    private long received;
    private CharSequence status = "";
    private boolean over;

    Exchange(Path files) {
        this.files = files;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Http3Headers request() {
        return request;
    }

    QuicStreamChannel stream() {
        return stream;
    }

    String path() {
        String target = target();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String target() {
        return request.path() == null ? "" : request.path().toString();
    }

    long number(String name, long otherwise) {
        String target = target();
        for (String pair : target.substring(target.indexOf('?') + 1).split("&")) {
            if (pair.startsWith(name + "=")) {
                return Long.parseLong(pair.substring(name.length() + 1));
            }
        }
        return otherwise;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        this.stream = (QuicStreamChannel) context.channel();
        this.written = context.newSucceededFuture();
    }

    @Override
    protected void channelRead(ChannelHandlerContext context, Http3HeadersFrame frame) {
        if (request != null) {
            trailers = frame.headers();
            return;
        }
        request = frame.headers();
        log("began");
        if ("CONNECT".contentEquals(request.method())) {
            WebSocketEcho.connect(this, context);
        } else if (path().equals("/echo")) {
            head(200, "content-type", "application/octet-stream");
        }
    }

    @Override
    protected void channelRead(ChannelHandlerContext context, Http3DataFrame frame) {
        ByteBuf part = frame.content();
        received += part.readableBytes();
        if (path().equals("/echo")) {
            send(part);
            return;
        }
        digest.update(part.nioBuffer());
        part.release();
    }

    @Override
    protected void channelInputClosed(ChannelHandlerContext context) throws Exception {
        if (request == null || "CONNECT".contentEquals(request.method())) {
            return;
        }
        if (path().equals("/echo")) {
            if (trailers != null) {
                Http3Headers back = new DefaultHttp3Headers(false);
                trailers.forEach(field -> back.add(field.getKey(), field.getValue()));
                written = context.writeAndFlush(new DefaultHttp3HeadersFrame(back));
            }
            end();
        } else if (path().startsWith("/work")) {
            log("work");
            text(200, request.method() + " " + received + " " + HexFormat.of().formatHex(digest.digest()) + "\n");
        } else {
            Answers.answer(this);
        }
    }

    @Override
    protected void handleQuicException(ChannelHandlerContext context, QuicException cause) {
        broken();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The client reset its stream, or what was asked for cannot be answered.
        broken();
        stream.shutdownOutput(0x102);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        broken();
    }

    /** Sends the head: names and values in turn. */
    void head(int status, String... fields) {
        this.status = String.valueOf(status);
        Http3Headers head = new DefaultHttp3Headers(false).status(this.status).set("server", "netty");
        head.set("x-proto", "HTTP/3.0");
        for (int i = 0; i < fields.length; i += 2) {
            head.add(fields[i], fields[i + 1]);
        }
        written = context.writeAndFlush(new DefaultHttp3HeadersFrame(head));
    }

    void send(ByteBuf part) {
        written = context.writeAndFlush(new DefaultHttp3DataFrame(part));
    }

    /** Fields in a frame of their own: before the head, with a status, or behind the body. */
    void fields(String... fields) {
        Http3Headers more = new DefaultHttp3Headers(false);
        for (int i = 0; i < fields.length; i += 2) {
            more.add(fields[i], fields[i + 1]);
        }
        written = context.writeAndFlush(new DefaultHttp3HeadersFrame(more));
    }

    /** FIN behind what was written: given at once it would overtake it. */
    void end() {
        written.addListener(sent -> {
            if (sent.isSuccess()) {
                stream.shutdownOutput();
                done();
            } else {
                broken();
            }
        });
    }

    void text(int status, String body, String... fields) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String[] all = new String[fields.length + 4];
        System.arraycopy(fields, 0, all, 4, fields.length);
        all[0] = "content-type";
        all[1] = "text/plain; charset=utf-8";
        all[2] = "content-length";
        all[3] = String.valueOf(bytes.length);
        head(status, all);
        if (bytes.length > 0 && !"HEAD".contentEquals(request.method())) {
            send(Unpooled.wrappedBuffer(bytes));
        }
        end();
    }

    void file(Parts parts) {
        written = parts.send(stream, DefaultHttp3DataFrame::new);
        end();
    }

    void done() {
        tell("done");
    }

    void broken() {
        tell("broken");
    }

    private void tell(String what) {
        if (!over && request != null) {
            over = true;
            log(what);
        }
    }

    private void log(String what) {
        System.out.println((what + " " + request.method() + " " + target() + " HTTP/3.0 " + status).strip());
    }
}
