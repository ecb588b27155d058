package dev.quiver.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@QuiverServer
@TestMethodOrder(MethodOrderer.MethodName.class)
class QuiverServerTest {
    private static final List<TestServer> SEEN = new ArrayList<>();
    private static TestServer shared;

    @BeforeAll
    static void take(TestServer server) {
        shared = server;
    }

    @Test
    void aClassSharesItsServer(TestServer server, TestServer again) {
        assertThat(server).isSameAs(shared).isSameAs(again);
    }

    @Test
    @QuiverServer(maxStreams = 3)
    void aMethodMayHaveItsOwn(TestServer server) {
        assertThat(server).isNotSameAs(shared);
        SEEN.add(server);
    }

    @Test
    void relaysAreAsAskedAndNotShared(
            @ThroughRelay(drop = 0.25, delayMs = 7, megabits = 3) LossyRelay lossy, LossyRelay perfect) {
        assertThat(lossy.conditions(Direction.TO_CLIENT))
                .isEqualTo(lossy.conditions(Direction.TO_SERVER))
                .isEqualTo(LinkConditions.newBuilder()
                        .drop(0.25)
                        .delay(Duration.ofMillis(7))
                        .megabits(3)
                        .build());
        assertThat(perfect.conditions(Direction.TO_CLIENT)).isEqualTo(LinkConditions.PERFECT);
        assertThat(perfect.address()).isNotEqualTo(lossy.address());
    }

    @Test
    void zTheMethodsServerIsClosedWhenItsTestIs() {
        assertThat(SEEN).singleElement().satisfies(s -> assertThat(s.isClosed()).isTrue());
        assertThat(shared.isClosed()).isFalse();
    }

    @Nested
    class Inside {
        @Test
        void theEnclosingClassesServerIsSeen(TestServer server) {
            assertThat(server).isSameAs(shared);
        }
    }

    @AfterAll
    static void stillOpen(TestServer server) {
        assertThat(server.isClosed()).isFalse();
    }
}
