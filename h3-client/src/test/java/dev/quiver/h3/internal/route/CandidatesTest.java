package dev.quiver.h3.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.internal.altsvc.Place;
import dev.quiver.h3.internal.route.ServiceRecord.Service;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CandidatesTest {
    private static final Place OWN = new Place("h", 443);
    private static final Place ALT = new Place("alt", 1);
    private static final Place SVC = new Place("svc", 2);

    private final ServiceRecord both = ServiceRecord.of(
            List.of(service(2, OWN, "h2", "h3"), service(1, SVC, "h3"), service(0x7fff, ALT, "h2")), 60);

    @Test
    void theOriginsWordGoesBeforeTheDomainsBeforeAGuess() {
        assertThat(places(Discovery.ANY, List.of(ALT), both)).containsExactly(ALT, SVC, OWN);
        assertThat(places(Discovery.ANY, List.of(), null)).containsExactly(OWN);
        assertThat(places(Discovery.ALT_SVC, List.of(ALT), both)).containsExactly(ALT);
        assertThat(places(Discovery.HTTPS_RECORD, List.of(ALT), both)).containsExactly(SVC, OWN);
        assertThat(places(Discovery.HTTP3_ONLY, List.of(ALT), both)).containsExactly(OWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Discovery.class,
            names = {"ALT_SVC", "HTTPS_RECORD", "NONE"})
    void whereThereIsNoneAPersonIsToldWhy(Discovery discovery) {
        Candidates none = Candidates.of(discovery, OWN, List.of(), null, Set.of());
        assertThat(none.endpoints()).isEmpty();
        assertThat(none.none()).isNotBlank();
    }

    @Test
    void aRecordThatOffersNoHttp3IsBelieved() {
        ServiceRecord without = ServiceRecord.of(List.of(service(1, OWN, "h2", "http/1.1")), 60);
        assertThat(places(Discovery.ANY, List.of(), without)).isEmpty();
        assertThat(Candidates.of(Discovery.ANY, OWN, List.of(), without, Set.of())
                        .none())
                .contains("offers no HTTP/3, only h2, http/1.1");
        assertThat(places(Discovery.ANY, List.of(ALT), without)).containsExactly(ALT);
        assertThat(places(Discovery.ANY, List.of(), ServiceRecord.none(60))).containsExactly(OWN);
        assertThat(places(Discovery.ANY, List.of(), ServiceRecord.failed("x"))).containsExactly(OWN);
    }

    @Test
    void whatAnswered421IsNotTriedButTheOwnPortIs() {
        assertThat(Candidates.of(Discovery.ANY, OWN, List.of(ALT, OWN), null, Set.of(ALT, OWN))
                        .endpoints())
                .extracting(Endpoint::place, Endpoint::source)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(OWN, Endpoint.Source.OWN_PORT));
    }

    @Test
    void recordsAreReliedOnForTheirTimeToLiveWithinReason() {
        assertThat(ServiceRecord.none(0).validFor()).isEqualTo(ServiceRecord.SHORTEST);
        assertThat(ServiceRecord.none(Long.MAX_VALUE).validFor()).isEqualTo(ServiceRecord.LONGEST);
        assertThat(both.validFor()).isEqualTo(60_000_000_000L);
    }

    private static Service service(int priority, Place place, String... protocols) {
        return new Service(priority, place.host(), place.port(), List.of(protocols), List.of(), true);
    }

    private static List<Place> places(Discovery discovery, List<Place> alternatives, ServiceRecord record) {
        return Candidates.of(discovery, OWN, alternatives, record, Set.of()).endpoints().stream()
                .map(Endpoint::place)
                .toList();
    }
}
