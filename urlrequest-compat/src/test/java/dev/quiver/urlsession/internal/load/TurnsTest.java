package dev.quiver.urlsession.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();

    @Test
    void aStepWithinAStepComesAfterIt() {
        List<String> done = new ArrayList<>();
        turns.take(() -> {
            turns.take(() -> done.add("inner"));
            done.add("outer");
        });
        assertThat(done).containsExactly("outer", "inner");
    }

    @Test
    void aStepThatThrowsKeepsNoOtherFromItsTurn() {
        List<String> done = new ArrayList<>();
        assertThatThrownBy(() -> turns.take(() -> {
                    turns.take(() -> done.add("after"));
                    throw new IllegalStateException("first");
                }))
                .hasMessage("first");
        turns.take(() -> done.add("later"));
        assertThat(done).containsExactly("after", "later");
    }

    @Test
    void stepsOfManyThreadsRunOneAtATime() throws Exception {
        int threads = 4;
        int each = 20_000;
        int[] count = new int[1];
        CountDownLatch done = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            executor.execute(() -> {
                for (int step = 0; step < each; step++) {
                    turns.take(() -> count[0]++);
                }
                done.countDown();
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(count[0]).isEqualTo(threads * each);
    }
}
