import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** HTTP/0.9 over QUIC, as the QUIC interop runner has it: "GET /path" and a line's end bring the file's bytes and FIN. */
final class Hq extends SimpleChannelInboundHandler<ByteBuf> {
    static final String NAME = "hq-interop";

    private final Path files;
    private final StringBuilder line = new StringBuilder();

    Hq(Path files) {
        this.files = files;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf part) {
        line.append(part.toString(StandardCharsets.US_ASCII));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == ChannelInputShutdownReadComplete.INSTANCE) {
            QuicStreamChannel stream = (QuicStreamChannel) context.channel();
            String request = line.toString().strip();
            Path file = files.resolve(request.substring(request.lastIndexOf('/') + 1));
            if (!request.startsWith("GET /") || !Files.isRegularFile(file)) {
                stream.shutdownOutput(1);
                return;
            }
            System.out.println("done " + request + " " + NAME);
            Parts.of(file, Files.size(file)).send(stream, bytes -> bytes).addListener(sent -> {
                if (sent.isSuccess()) {
                    stream.shutdownOutput();
                }
            });
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
