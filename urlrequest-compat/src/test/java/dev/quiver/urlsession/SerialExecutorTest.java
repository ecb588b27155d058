package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    @Test
    void runsOneAtATimeInOrderOnManyThreads() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            SerialExecutor serial = new SerialExecutor(pool);
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(1000);
            for (int i = 0; i < 1000; i++) {
                int number = i;
                serial.execute(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    order.add(number);
                    inside.decrementAndGet();
                    done.countDown();
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(most).hasValue(1);
            assertThat(order).hasSize(1000).isSorted();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void goesOnAfterAHandlerThatThrows() {
        List<String> ran = new ArrayList<>();
        SerialExecutor serial = new SerialExecutor(Runnable::run);
        serial.execute(() -> {
            throw new IllegalStateException("expected by this test");
        });
        serial.execute(() -> ran.add("next"));
        assertThat(ran).containsExactly("next");
    }
}
