package dev.quiver.h3.internal.altsvc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.altsvc.Advice.Offer;
import dev.quiver.h3.internal.altsvc.AltSvcCache.Entry;
import dev.quiver.h3.internal.altsvc.AltSvcCache.Known;
import dev.quiver.h3.internal.message.OriginKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AltSvcCacheTest {
    private static final OriginKey A = origin("a");
    private static final Place X = new Place("x", 1);
    private static final Place Y = new Place("y", 2);

    private final AltSvcCache cache = new AltSvcCache();

    @Test
    void isGoodForItsAgeLessTheResponses() {
        assertThat(cache.heard(A, advice(new Offer(X, 100, false), new Offer(Y, 200, false)), 40, 1000))
                .isTrue();
        assertThat(cache.places(A, 1000)).containsExactly(X, Y);
        assertThat(cache.places(A, 61_000)).containsExactly(Y);
        assertThat(cache.places(A, 161_000)).isEmpty();
        assertThat(cache.places(origin("b"), 0)).isEmpty();
    }

    @Test
    void whatIsHeardReplacesAllAndClearForgets() {
        cache.heard(A, advice(new Offer(X, 100, false)), 0, 0);
        cache.heard(A, advice(new Offer(Y, 100, false)), 0, 1);
        assertThat(cache.places(A, 2)).containsExactly(Y);
        assertThat(cache.heard(A, Advice.CLEAR, 0, 3)).isTrue();
        assertThat(cache.places(A, 4)).isEmpty();
    }

    @Test
    void theSameAgainIsNoChangeUntilItMattersForTheExpiry() {
        Advice same = advice(new Offer(X, 30, false));
        cache.heard(A, same, 0, 0);
        assertThat(cache.heard(A, same, 0, 5_000)).isFalse();
        assertThat(cache.heard(A, same, 0, 15_000)).isTrue();
        assertThat(cache.places(A, 44_999)).containsExactly(X);
    }

    @Test
    void anAlternativeThatAnswered421IsTakenOut() {
        cache.heard(A, advice(new Offer(X, 100, false), new Offer(Y, 100, false)), 0, 0);
        assertThat(cache.misdirected(A, X, 1)).isTrue();
        assertThat(cache.misdirected(A, X, 1)).isFalse();
        assertThat(cache.places(A, 2)).containsExactly(Y);
    }

    @Test
    void anotherNetworkKeepsWhatPersists() {
        cache.heard(A, advice(new Offer(X, 100, false), new Offer(Y, 100, true)), 0, 0);
        cache.networkChanged(1);
        assertThat(cache.places(A, 2)).containsExactly(Y);
    }

    @Test
    void ofTwoProcessesTheLaterWord() {
        cache.heard(A, advice(new Offer(X, 100, false)), 0, 10);
        cache.merge(Map.of(A, known(5, Y), origin("b"), known(5, Y)), 20);
        assertThat(cache.places(A, 20)).containsExactly(X);
        assertThat(cache.places(origin("b"), 20)).containsExactly(Y);
        cache.merge(Map.of(A, new Known(15, List.of())), 20);
        assertThat(cache.places(A, 20)).as("the other heard clear").isEmpty();
        cache.merge(Map.of(A, known(12, X)), 20);
        assertThat(cache.places(A, 20)).as("and that is remembered").isEmpty();
        cache.merge(Map.of(A, known(1_000_000, Y)), 20);
        cache.heard(A, advice(new Offer(X, 100, false)), 0, 21);
        cache.merge(Map.of(A, known(20, Y)), 22);
        assertThat(cache.places(A, 22))
                .as("a clock that was wrong does not win for ever")
                .containsExactly(X);
    }

    @Test
    void isBounded() {
        for (int i = 0; i < AltSvcCache.MOST_ORIGINS + 10; i++) {
            cache.heard(origin("o" + i), advice(new Offer(X, 100, false)), 0, i);
        }
        assertThat(cache.snapshot(2000)).hasSize(AltSvcCache.MOST_ORIGINS);
        assertThat(cache.places(origin("o0"), 2000)).isEmpty();
    }

    @Test
    void asTextAndBack() {
        cache.heard(A, advice(new Offer(X, 100, true), new Offer(new Place("2001:db8::1", 3), 100, false)), 0, 7);
        cache.heard(origin("b"), advice(new Offer(X, 1, true)), 0, 7);
        cache.heard(origin("b"), Advice.CLEAR, 0, 8);
        String text = AltSvcText.write(cache.snapshot(9));
        assertThat(AltSvcText.read(text)).isEqualTo(cache.snapshot(9));
    }

    private static Advice advice(Offer... offers) {
        return new Advice(List.of(offers));
    }

    private static Known known(long learnedAt, Place place) {
        return new Known(learnedAt, List.of(new Entry(place, learnedAt + 100_000, false)));
    }

    private static OriginKey origin(String host) {
        return new OriginKey("https", host, 443);
    }
}
