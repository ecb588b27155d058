package dev.quiver.h3.internal.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        loop.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void whatComesTogetherTakesOneOfTheExecutorsTasks() throws Exception {
        Steps executor = new Steps();
        Lane lane = new Lane(executor);
        AtomicInteger ran = new AtomicInteger();
        ScheduledExecutorService timeless = new Timeless();
        try {
            timeless.submit(() -> {
                        for (int i = 0; i < 100; i++) {
                            lane.deliverSoon(ran::incrementAndGet, timeless);
                        }
                        assertThat(executor.tasks).isEmpty();
                    })
                    .get();
            timeless.submit(() -> {
                        assertThat(executor.tasks).hasSize(1);
                        executor.runAll();
                    })
                    .get();
            assertThat(ran).hasValue(100);
        } finally {
            timeless.shutdownNow();
        }
    }

    /** For which no time passes: the lane's patience does not end while the test is slow. */
    private static final class Timeless extends ScheduledThreadPoolExecutor {
        Timeless() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return super.schedule(command, delay == 0 ? 0 : Long.MAX_VALUE / 4, TimeUnit.NANOSECONDS);
        }
    }

    /** Looks after so many of 100 tasks, as if the patience had ended there; tells whether another thread was asked for. */
    private static boolean helpAfter(int begun) {
        Steps executor = new Steps();
        Lane lane = new Lane(executor);
        List<Runnable> looks = new ArrayList<>();
        ScheduledExecutorService inline = new ScheduledThreadPoolExecutor(1) {
            @Override
            public void execute(Runnable command) {
                command.run();
            }

            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                looks.add(command);
                return super.schedule(() -> {}, 0, unit);
            }
        };
        try {
            AtomicBoolean asked = new AtomicBoolean();
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                lane.execute(() -> {
                    if (ran.incrementAndGet() == begun) {
                        executor.tasks.clear();
                        looks.get(0).run();
                        asked.set(!executor.tasks.isEmpty());
                    }
                });
            }
            lane.deliverSoon(() -> {}, inline);
            executor.tasks.remove().run();
            return asked.get();
        } finally {
            inline.shutdownNow();
        }
    }

    @Test
    void slowTasksGetHelpAndShortOnesDoNot() {
        assertThat(helpAfter(Lane.BRISK - 1)).isTrue();
        assertThat(helpAfter(Lane.BRISK)).isFalse();
    }

    @Test
    void aTaskThatWaitsForAnotherGetsItsAnswer() throws Exception {
        Lane lane = new Lane(threads);
        CompletableFuture<String> second = new CompletableFuture<>();
        CompletableFuture<String> first = new CompletableFuture<>();
        loop.submit(() -> {
                    lane.deliverSoon(() -> first.complete(second.join()), loop);
                    lane.deliverSoon(() -> second.complete("done"), loop);
                })
                .get();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void anExecutorThatRefusesDoesNotLoseAnything() throws Exception {
        Lane lane = new Lane(task -> {
            throw new RejectedExecutionException("shut down");
        });
        CountDownLatch ran = new CountDownLatch(2);
        lane.execute(ran::countDown);
        loop.submit(() -> lane.deliverSoon(ran::countDown, loop)).get();
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nothingIsLeftBehindUnderLoad() throws Exception {
        Lane lane = new Lane(threads);
        int count = 200_000;
        CountDownLatch ran = new CountDownLatch(count);
        loop.submit(() -> {
                    for (int i = 0; i < count; i++) {
                        if (i % 7 == 0) {
                            lane.execute(ran::countDown);
                        } else {
                            lane.deliverSoon(ran::countDown, loop);
                        }
                    }
                })
                .get();
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** The end of the last connection ends the loop while what failed with it is still told. */
    @Test
    void whoWaitsGetsHelpThoughTheLoopEnds() throws Exception {
        for (boolean first : List.of(true, false)) {
            Lane lane = new Lane(threads);
            EventExecutor ending = new DefaultEventExecutor();
            CompletableFuture<String> one = new CompletableFuture<>();
            CompletableFuture<String> two = new CompletableFuture<>();
            Runnable deliver = () -> {
                lane.deliverSoon(() -> one.complete(two.join()), ending);
                lane.deliverSoon(() -> two.complete("done"), ending);
            };
            ending.submit(() -> {
                        if (first) {
                            ending.shutdownGracefully(0, 1, TimeUnit.SECONDS);
                            deliver.run();
                        } else {
                            deliver.run();
                            // After the lane has asked for its timer, and before that is due.
                            ending.execute(() -> ending.shutdownGracefully(0, 1, TimeUnit.SECONDS));
                        }
                    })
                    .get();
            assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo("done");

            // Nor is the lane of less use afterwards.
            CompletableFuture<String> later = new CompletableFuture<>();
            CompletableFuture<String> last = new CompletableFuture<>();
            loop.submit(() -> {
                        lane.deliverSoon(() -> later.complete(last.join()), loop);
                        lane.deliverSoon(() -> last.complete("again"), loop);
                    })
                    .get();
            assertThat(later.get(30, TimeUnit.SECONDS)).isEqualTo("again");
        }
    }

    @Test
    void whatALoopThatHasEndedRefusesIsDeliveredAndWhatFollowsToo() throws Exception {
        Lane lane = new Lane(threads);
        ScheduledExecutorService ended = Executors.newSingleThreadScheduledExecutor();
        ended.shutdownNow();
        CountDownLatch ran = new CountDownLatch(2);
        lane.deliverSoon(ran::countDown, ended);
        loop.submit(() -> lane.deliverSoon(ran::countDown, loop)).get();
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWorkerOutlivesWhatThrowsTwice() throws Exception {
        Steps executor = new Steps();
        Lane lane = new Lane(executor);
        AtomicInteger ran = new AtomicInteger();
        lane.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {
                throw new IllegalStateException("thrown for the test");
            });
            throw new IllegalStateException("thrown for the test");
        });
        lane.execute(ran::incrementAndGet);
        try {
            executor.tasks.remove().run();
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }
        assertThat(ran).hasValue(1);
    }
}
