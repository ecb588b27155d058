package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What groups and streams cost, and that nothing is left of them. Both sides are in this process, so a figure is what a
 * pair costs; the bounds are several times what was measured.
 */
@Timeout(120)
class ManyGroupsIT {
    private static final int GROUPS = 100;
    private static final int STREAMS = 100;

    @Test
    void aHundredGroupsOfAHundredStreamsCostLittleAndLeaveNothing() throws Exception {
        // Once through, so that what the first use loads is not counted.
        run(1, 1);
        Memory before = Memory.now();
        long files = Memory.files();
        run(GROUPS, STREAMS);
        awaitFiles(files);
        assertNoThread();
        Memory left = Memory.now().minus(before);
        System.out.println("after everything is closed: " + left);
        assertThat(left.heap()).isLessThan(8 << 20);
        assertThat(left.direct()).isLessThan(8 << 20);
    }

    private static void run(int groups, int streams) throws Exception {
        List<QuicConnectionGroup> all = new ArrayList<>();
        List<BidirectionalStream> opened = new ArrayList<>();
        try (Loopback loopback =
                Loopback.listen(group -> group.onStream(stream -> Loopback.echo((BidirectionalStream) stream)))) {
            Memory none = Memory.now();
            for (int i = 0; i < groups; i++) {
                QuicConnectionGroup group = loopback.client().build();
                all.add(group);
                group.start().get(20, TimeUnit.SECONDS);
            }
            Memory connected = Memory.now();
            for (QuicConnectionGroup group : all) {
                List<CompletableFuture<Chunk>> answers = new ArrayList<>();
                for (int i = 0; i < streams; i++) {
                    BidirectionalStream stream = group.openStream().get(20, TimeUnit.SECONDS);
                    opened.add(stream);
                    stream.send(ByteBuffer.wrap(new byte[100]));
                    answers.add(stream.receive(100, 100));
                }
                for (CompletableFuture<Chunk> answer : answers) {
                    answer.get(20, TimeUnit.SECONDS);
                }
            }
            if (groups > 1) {
                Memory busy = Memory.now();
                report(groups + " groups", groups, connected.minus(none));
                report(opened.size() + " streams", opened.size(), busy.minus(connected));
                assertThat(connected.minus(none).heap() / groups).isLessThan(512 << 10);
                assertThat(connected.minus(none).resident() / groups).isLessThan(4 << 20);
                assertThat(busy.minus(connected).heap() / opened.size()).isLessThan(64 << 10);
                assertThat(busy.minus(connected).resident() / opened.size()).isLessThan(256 << 10);
            }
            all.forEach(QuicConnectionGroup::close);
            for (QuicConnectionGroup group : all) {
                group.terminated().get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static void report(String what, int count, Memory cost) {
        System.out.printf("%s, both sides: %s; each: %s%n", what, cost, cost.each(count));
    }

    private static void awaitFiles(long before) throws Exception {
        // The last socket is closed on a thread that is ending.
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); Memory.files() > before; ) {
            assertThat(System.nanoTime() - end)
                    .as("%d files open, %d before", Memory.files(), before)
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void assertNoThread() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("quiver-quic")) {
                thread.join(20_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    @Test
    void tenThousandStreamsThatNobodyTakesCostLittleAndComeInOrderLater() throws Exception {
        int many = 10_000;
        FlowControl windows = new FlowControl(24 << 20, 1 << 20, 1 << 20, 1 << 20, 100, many);
        CountDownLatch told = new CountDownLatch(many);
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        LinkedBlockingQueue<UnclaimedStream> events = new LinkedBlockingQueue<>();
        try (Loopback loopback = Loopback.listen(group -> {
                    group.onStream(s -> Loopback.echo((BidirectionalStream) s));
                    goOn.thenRun(() -> openMany(group, many));
                });
                QuicConnectionGroup group =
                        loopback.client().flowControl(windows).build()) {
            group.onUnclaimedStream(event -> {
                events.add(event);
                told.countDown();
            });
            group.start().get(20, TimeUnit.SECONDS);
            Memory before = Memory.now();
            goOn.complete(null);
            assertThat(told.await(60, TimeUnit.SECONDS))
                    .as("%d are missing", told.getCount())
                    .isTrue();
            UnclaimedStream last = null;
            for (UnclaimedStream event : events) {
                last = event;
            }
            assertThat(last).isNotNull();
            assertThat(last.held()).isEqualTo(many);
            assertThat(last.message()).contains("is held", "onStream");
            events.clear();
            Memory held = Memory.now().minus(before);
            report(many + " held streams of 1 KiB", many, held);
            assertThat(held.heap() / many).isLessThan(32 << 10);
            assertThat(held.resident() / many).isLessThan(64 << 10);
            // The connection is alive.
            BidirectionalStream mine = group.openStream().get(20, TimeUnit.SECONDS);
            mine.send(ByteBuffer.wrap(new byte[100]), true);
            assertThat(Loopback.readAll(mine)).hasSize(100);
            LinkedBlockingQueue<QuicStream> taken = new LinkedBlockingQueue<>();
            group.onStream(taken::add);
            for (int i = 0; i < many; i++) {
                QuicStream next = taken.poll(20, TimeUnit.SECONDS);
                assertThat(next).isNotNull();
                assertThat(next.id()).isEqualTo(4L * i + 3);
                assertThat(Loopback.readAll((ReceiveStream) next)).hasSize(1024);
            }
        }
    }

    private static void openMany(QuicConnectionGroup group, int count) {
        for (int i = 0; i < count; i++) {
            group.openSendStream().thenCompose(s -> s.send(ByteBuffer.wrap(new byte[1024]), true));
        }
    }
}
