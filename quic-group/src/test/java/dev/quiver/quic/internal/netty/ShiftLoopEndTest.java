package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a loop ends, in good order and otherwise. */
class ShiftLoopEndTest {
    private final MultiThreadIoEventLoopGroup group = ShiftLoopTest.group(NioIoHandler.newFactory());
    private final ShiftLoop loop = (ShiftLoop) group.next();

    @AfterEach
    void stop() throws Exception {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
    }

    private boolean invite(Visitor visitor) throws Exception {
        return loop.submit(() -> loop.invite(visitor)).get(30, TimeUnit.SECONDS);
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void theLoopEndsBesideAGuestThatDoesNotLeave() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Void> there = new CompletableFuture<>();
        CompletableFuture<Thread> runner = new CompletableFuture<>();
        invite(Visitor.once(() -> {
            runner.complete(Thread.currentThread());
            there.complete(null);
            await(leave);
        }));
        soon(there);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
        leave.countDown();
        runner.get().join(30_000);
        assertThat(runner.get().isAlive()).isFalse();
    }

    @Test
    void theLoopEndsWhileItsRunnerWaitsForSomethingToDo() throws Exception {
        CompletableFuture<Thread> runner = new CompletableFuture<>();
        invite(Visitor.once(() -> runner.complete(Thread.currentThread())));
        soon(runner);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
        runner.get().join(30_000);
        assertThat(runner.get().isAlive()).isFalse();
    }

    @Test
    void aLoopThatEndsDoesNotWaitForItsSockets() throws Exception {
        AtomicInteger waited = new AtomicInteger();
        AtomicInteger looked = new AtomicInteger();
        IoHandlerFactory nio = NioIoHandler.newFactory();
        MultiThreadIoEventLoopGroup watched =
                ShiftLoopTest.group(executor -> new WatchedIo(nio.newHandler(executor), mayWait -> {
                    if (((ShiftLoop) executor).isShuttingDown()) {
                        looked.incrementAndGet();
                        waited.addAndGet(mayWait ? 1 : 0);
                    }
                }));
        watched.execute(() -> watched.shutdownGracefully(0, 1, TimeUnit.SECONDS));
        watched.terminationFuture().get(30, TimeUnit.SECONDS);
        assertThat(looked.get()).isPositive();
        assertThat(waited).hasValue(0);
    }

    @Test
    void anErrorEndsTheLoopAndAllWhoHangOnItHear() throws Exception {
        for (boolean guests : List.of(true, false)) {
            MultiThreadIoEventLoopGroup breaking = ShiftLoopTest.group(NioIoHandler.newFactory());
            ShiftLoop broken = (ShiftLoop) breaking.next();
            Channel channel = new Bootstrap()
                    .group(breaking)
                    .channel(NioDatagramChannel.class)
                    .handler(new ChannelInboundHandlerAdapter())
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .sync()
                    .channel();
            CompletableFuture<Thread> runner = new CompletableFuture<>();
            Visitor first = Visitor.once(() -> runner.complete(Thread.currentThread()));
            first.turnedAway.thenRun(() -> runner.completeExceptionally(new AssertionError("turned away")));
            if (guests) {
                broken.submit(() -> broken.invite(first)).get(30, TimeUnit.SECONDS);
                soon(runner);
            }
            broken.execute(() -> broken.atTheEnd(() -> {
                throw new StackOverflowError("thrown for the test");
            }));
            assertThat(broken.terminationFuture().await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(broken.terminationFuture().cause()).isNotNull();
            assertThat(channel.isOpen()).isFalse();
            if (guests) {
                soon(runner).join(30_000);
                assertThat(soon(runner).isAlive()).isFalse();
            }
            breaking.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whereThereIsNoThreadForARunnerGuestsAreSentElsewhere() throws Exception {
        MultiThreadIoEventLoopGroup lonely =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("keeper", true), NioIoHandler.newFactory()) {
                    @Override
                    protected IoEventLoop newChild(Executor threads, IoHandlerFactory io, Object... arguments) {
                        return new ShiftLoop(this, threads, io, task -> {
                            throw new OutOfMemoryError("thrown for the test");
                        });
                    }
                };
        ShiftLoop only = (ShiftLoop) lonely.next();
        assertThat(only.submit(() -> only.invite(Visitor.once(() -> {}))).get(30, TimeUnit.SECONDS))
                .isFalse();
        lonely.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
