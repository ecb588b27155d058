package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ArrivalOrderTest {
    private final ArrivalOrder<Long> order = new ArrivalOrder<>(3, 500);

    @Test
    void whatComesInOrderIsHandedOnAtOnce() {
        assertThat(order.arrived(3, 3L, 0)).containsExactly(3L);
        assertThat(order.arrived(7, 7L, 0)).containsExactly(7L);
        assertThat(order.deadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aStreamWaitsForItsElder() {
        assertThat(order.arrived(11, 11L, 0)).isEmpty();
        assertThat(order.arrived(7, 7L, 100)).isEmpty();
        assertThat(order.arrived(3, 3L, 200)).containsExactly(3L, 7L, 11L);
    }

    @Test
    void butNotForever() {
        order.arrived(11, 11L, 0);
        order.arrived(15, 15L, 400);
        assertThat(order.deadline()).isEqualTo(500);
        assertThat(order.expired(499)).isEmpty();
        assertThat(order.expired(500)).containsExactly(11L, 15L);
        assertThat(order.arrived(7, 7L, 600)).as("late, but not lost").containsExactly(7L);
        assertThat(order.arrived(19, 19L, 600)).containsExactly(19L);
    }

    @Property
    void everyStreamComesOnceAndInOrder(@ForAll long seed) {
        List<Long> ids = new ArrayList<>();
        for (long i = 0; i < 100; i++) {
            ids.add(3 + 4 * i);
        }
        List<Long> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, new Random(seed));
        ArrivalOrder<Long> fresh = new ArrivalOrder<>(3, 500);
        List<Long> out = new ArrayList<>();
        shuffled.forEach(id -> out.addAll(fresh.arrived(id, id, 0)));
        assertThat(out).isEqualTo(ids);
    }
}
