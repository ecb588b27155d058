package dev.quiver.h3.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.internal.Failures;
import dev.quiver.h3.internal.altsvc.AltSvcStore;
import dev.quiver.h3.internal.altsvc.Place;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.route.Endpoint;
import dev.quiver.h3.internal.wire.Connector;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.h3.internal.wire.WireListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an origin does about connections, by a connector that only remembers. */
class OriginEntryTest {
    private static final OriginKey H = new OriginKey("https", "h", 443);
    private static final Way.Asking SAFE = new Way.Asking(Discovery.ANY, false, true, false);
    private static final Way.Asking UNSAFE = new Way.Asking(Discovery.ANY, false, false, false);

    private final List<Endpoint> connects = new ArrayList<>();
    private final List<Boolean> earlyData = new ArrayList<>();
    private final List<WireListener> listeners = new ArrayList<>();
    private final AltSvcStore altSvc = new AltSvcStore(null, Runnable::run);
    private final Origins origins = new Origins(
            ((ClientBuilder) new ClientBuilder().connectionLimits(2, 2)).settings(),
            this::connect,
            altSvc,
            Runnable::run);
    private final OriginEntry entry = origins.entry(H);

    private Connector.Attempt connect(OriginKey origin, Endpoint endpoint, boolean earlyData, WireListener listener) {
        connects.add(endpoint);
        this.earlyData.add(earlyData);
        listeners.add(listener);
        return new Connector.Attempt() {
            @Override
            public void close(boolean now) {}

            @Override
            public CompletableFuture<Void> terminated() {
                return new CompletableFuture<>();
            }
        };
    }

    @Test
    void aConnectionHeardOfLatelyIsUsedAsItIs() {
        FakeWire wire = established();
        assertThat(entry.acquire(new Waiter(), UNSAFE)).isEqualTo(new Way.Use(wire));
        assertThat(wire.probes).isZero();
    }

    @Test
    void whatCannotBeRepeatedWaitsUntilASilentConnectionHasShownThatItLives() {
        FakeWire wire = established();
        wire.heardAt -= Duration.ofSeconds(20).toNanos();
        Waiter waiter = new Waiter();
        assertThat(entry.acquire(waiter, UNSAFE)).isInstanceOf(Way.Wait.class);
        assertThat(entry.acquire(new Waiter(), UNSAFE)).isInstanceOf(Way.Wait.class);
        assertThat(wire.probes).as("one question for all").isEqualTo(1);
        wire.heardAt = System.nanoTime();
        wire.alive.complete(true);
        assertThat(waiter.asked).isEqualTo(1);
        assertThat(entry.acquire(waiter, UNSAFE)).isEqualTo(new Way.Use(wire));
    }

    @Test
    void aDeadConnectionIsReplacedBeforeAnythingIsTrustedToIt() {
        FakeWire wire = established();
        wire.heardAt -= Duration.ofSeconds(20).toNanos();
        Waiter waiter = new Waiter();
        entry.acquire(waiter, UNSAFE);
        wire.alive.complete(false);
        assertThat(waiter.asked).isEqualTo(1);
        assertThat(entry.acquire(waiter, UNSAFE)).isEqualTo(new Way.Wait(null, false));
        assertThat(connects).hasSize(2);
    }

    @Test
    void whatMayBeRepeatedNeedNotWait() {
        FakeWire wire = established();
        wire.heardAt -= Duration.ofSeconds(20).toNanos();
        assertThat(entry.acquire(new Waiter(), SAFE)).isEqualTo(new Way.Use(wire));
        assertThat(wire.probes).isEqualTo(1);
    }

    @Test
    void aCrowdedConnectionGetsASecondWhichTakesWhatWaits() {
        FakeWire first = established();
        listeners.get(0).crowded(first);
        assertThat(connects).hasSize(2);
        FakeWire second = new FakeWire();
        listeners.get(1).ready(second);
        assertThat(first.withdrawn).isTrue();
        first.load = 100;
        assertThat(entry.acquire(new Waiter(), SAFE)).isEqualTo(new Way.Use(second));
        listeners.get(0).crowded(first);
        assertThat(connects).as("two are enough").hasSize(2);
    }

    @Test
    void atTheLimitAnIdleConnectionMakesRoomAndABusyOneDoesNot() {
        FakeWire wire = established();
        origins.entry(new OriginKey("https", "i", 443)).acquire(new Waiter(), SAFE);
        assertThat(wire.drained).isFalse();
        wire.load = 1;
        OriginEntry third = origins.entry(new OriginKey("https", "j", 443));
        assertThat(third.acquire(new Waiter(), SAFE))
                .isEqualTo(new Way.Nowhere("all 2 QUIC connections that this client may have are in use"));
        assertThat(origins.entry(new OriginKey("https", "i", 443)).acquire(new Waiter(), SAFE))
                .as("who joins a connection under way needs no room")
                .isEqualTo(new Way.Wait(null, false));
        wire.load = 0;
        third.acquire(new Waiter(), SAFE);
        assertThat(wire.drained).isTrue();
    }

    @Test
    void theNextPlaceIsTriedAndAFailureOfAllIsTold() {
        altSvc.heard(H, List.of("h3=\"alt:1\""), 0);
        Waiter waiter = new Waiter();
        entry.acquire(waiter, SAFE);
        listeners.get(0).failed(Failures.of(Kind.PORT_CLOSED));
        assertThat(connects).extracting(Endpoint::place).containsExactly(new Place("alt", 1), new Place("h", 443));
        assertThat(waiter.failure).isNull();
        listeners.get(1).failed(Failures.of(Kind.NO_ANSWER));
        assertThat(waiter.failure.kind()).isEqualTo(Kind.NO_ANSWER);
    }

    @Test
    void anotherNetworkTakesEveryConnectionOutOfUse() {
        FakeWire wire = established();
        origins.networkChanged();
        assertThat(wire.drained).isTrue();
        assertThat(entry.acquire(new Waiter(), SAFE)).isEqualTo(new Way.Wait(null, false));
    }

    private FakeWire established() {
        Waiter waiter = new Waiter();
        assertThat(entry.acquire(waiter, SAFE)).isEqualTo(new Way.Wait(null, false));
        FakeWire wire = new FakeWire();
        listeners.get(0).ready(wire);
        assertThat(waiter.wire).isSameAs(wire);
        return wire;
    }

    @Test
    void aConnectionThatTakesEarlyDataIsOfferedToWhoWaitsAndWhoComesLater() {
        Waiter first = new Waiter();
        entry.acquire(first, new Way.Asking(Discovery.ANY, false, true, true));
        assertThat(earlyData).containsExactly(true);
        FakeWire wire = new FakeWire();
        listeners.get(0).early(wire);
        assertThat(first.early).isSameAs(wire);
        Waiter second = new Waiter();
        assertThat(entry.acquire(second, SAFE)).isEqualTo(new Way.Wait(null, false, wire));
        listeners.get(0).ready(wire);
        assertThat(first.wire).isSameAs(wire);
        assertThat(second.wire).isSameAs(wire);
    }

    @Test
    void aConnectionThatFailedIsOfferedNoMore() {
        Waiter first = new Waiter();
        entry.acquire(first, new Way.Asking(Discovery.ANY, false, true, true));
        listeners.get(0).early(new FakeWire());
        listeners.get(0).failed(Failures.of(H3Exception.Kind.CANCELLED));
        assertThat(first.failure).isNotNull();
        assertThat(entry.acquire(new Waiter(), SAFE)).isEqualTo(new Way.Wait(null, false));
        assertThat(earlyData).as("nobody asked for it").containsExactly(true, false);
    }

    private static final class Waiter implements Asker {
        Wire wire;
        Wire early;
        H3Exception failure;
        int asked;

        @Override
        public void firstPacket(long at) {}

        @Override
        public void firstAnswer() {}

        @Override
        public void early(Wire ready) {
            early = ready;
        }

        @Override
        public void ready(Wire ready) {
            wire = ready;
        }

        @Override
        public void failed(H3Exception cause) {
            failure = cause;
        }

        @Override
        public void askAgain() {
            asked++;
        }
    }
}
