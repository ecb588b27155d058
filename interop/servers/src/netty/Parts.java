import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Function;

/** The first bytes of a file, sent a part at a time: each when the one before is with QUIC. */
final class Parts {
    private static final int PART = 64 << 10;

    private final FileChannel file;
    private final long size;
    private long sent;

    private Parts(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    static Parts of(Path file, long size) throws IOException {
        return new Parts(FileChannel.open(file), size);
    }

    /** @return done when all is written, and the file closed */
    ChannelFuture send(Channel to, Function<ByteBuf, Object> frame) {
        ChannelPromise done = to.newPromise();
        next(to, frame, done);
        return done;
    }

    private void next(Channel to, Function<ByteBuf, Object> frame, ChannelPromise done) {
        try {
            if (sent == size) {
                file.close();
                done.trySuccess();
                return;
            }
            ByteBuf part = to.alloc().buffer(PART);
            sent += part.writeBytes(file, sent, (int) Math.min(PART, size - sent));
            to.writeAndFlush(frame.apply(part)).addListener(written -> {
                if (written.isSuccess()) {
                    next(to, frame, done);
                } else {
                    file.close();
                    done.tryFailure(written.cause());
                }
            });
        } catch (IOException e) {
            done.tryFailure(e);
        }
    }
}
