package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A loop that is to end does not wait for sockets any more. */
class LoopEndTest {
    /** For each look at the sockets, whether the loop allowed to wait there. */
    private final List<Boolean> waits = new CopyOnWriteArrayList<>();

    @Test
    void aLoopThatNobodyUsedEndsWithoutWaiting() throws Exception {
        // All that there is to do comes before the first look at the sockets.
        MultiThreadIoEventLoopGroup group = ShiftLoopTest.group(new Looks());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
        assertThat(waits).isNotEmpty().doesNotContain(true);
    }

    /** Looks at nothing, and notes how it was to look. */
    private final class Looks implements IoHandlerFactory, IoHandler {
        @Override
        public IoHandler newHandler(ThreadAwareExecutor loop) {
            return this;
        }

        @Override
        public boolean isChangingThreadSupported() {
            return false;
        }

        @Override
        public int run(IoHandlerContext context) {
            waits.add(context.canBlock());
            return 0;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException("nothing is registered here");
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return false;
        }

        @Override
        public void initialize() {}

        @Override
        public void prepareToDestroy() {}

        @Override
        public void destroy() {}

        @Override
        public void wakeup() {}
    }
}
