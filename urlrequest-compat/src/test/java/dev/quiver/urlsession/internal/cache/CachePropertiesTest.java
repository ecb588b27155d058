package dev.quiver.urlsession.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.CachePolicy;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever servers and applications write: nothing is thrown, and what must not be reused is not. */
class CachePropertiesTest {
    private static final URI HERE = URI.create("https://example.org/a");
    private static final Instant T0 = Instant.parse("2025-06-01T00:00:00Z");
    private static final HttpHeaders NONE = Fields.of();

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> known = Arbitraries.of(
                "max-age=5",
                "max-age=\"5",
                "no-cache",
                "no-cache=\"a\\",
                "no-store",
                "must-revalidate",
                "stale-while-revalidate=9999999999999999999999",
                "stale-if-error",
                "max-stale",
                "min-fresh=1",
                "only-if-cached",
                "immutable",
                "*",
                ",",
                "\"",
                "bytes=0-",
                "bytes=-0",
                "Thu, 18 Aug 2050 02:01:18 GMT",
                "Thursday, 18-Aug-50 02:01:18 GMT",
                "/b",
                "http://[",
                "//other",
                "");
        Arbitrary<String> any =
                Arbitraries.strings().withCharRange(' ', '~').withChars('\t').ofMaxLength(30);
        return Arbitraries.oneOf(known, any, Combinators.combine(known, known).as((a, b) -> a + ", " + b));
    }

    @Provide
    Arbitrary<HttpHeaders> fields() {
        Arbitrary<String> names = Arbitraries.of(
                "Cache-Control",
                "Expires",
                "Date",
                "Age",
                "Vary",
                "ETag",
                "Last-Modified",
                "Pragma",
                "Range",
                "Connection",
                "Location",
                "Content-Location",
                "Content-Length",
                "Authorization",
                "If-None-Match");
        return Combinators.combine(names, values())
                .as((name, value) -> List.of(name, value))
                .list()
                .ofMaxSize(8)
                .map(lines -> Fields.of(lines.stream().flatMap(List::stream).toArray(String[]::new)));
    }

    @Property(tries = 2000, seed = "9111")
    void nothingIsThrown(
            @ForAll("fields") HttpHeaders request,
            @ForAll("fields") HttpHeaders first,
            @ForAll("fields") HttpHeaders second,
            @ForAll CachePolicy policy,
            @ForAll int seconds) {
        Instant later = T0.plusSeconds(seconds);
        for (String method : List.of("GET", "HEAD", "POST")) {
            for (int status : new int[] {200, 206, 304, 404, 503}) {
                CacheRules rules = new CacheRules(HERE, method, request, policy, false);
                rules.begin(List.of(), T0);
                Step step = rules.headCame(200, first, T0, T0);
                StoredResponse stored = step instanceof Step.Pass pass ? pass.store() : null;
                List<StoredResponse> known = stored == null ? List.of() : List.of(stored.withBody("b", 10, 0));
                CacheRules again = new CacheRules(HERE, method, request, policy, false);
                again.begin(known, later);
                again.headCame(status, second, T0, later);
                again.failed(later);
            }
        }
    }

    @Property(tries = 2000, seed = "9111")
    void whatMustNotBeStoredIsNot(@ForAll("fields") HttpHeaders response, @ForAll int status) {
        CacheRules rules = new CacheRules(HERE, "GET", NONE, CachePolicy.USE_PROTOCOL_CACHE_POLICY, false);
        rules.begin(List.of(), T0);
        Step.Pass pass = (Step.Pass) rules.headCame(status, response, T0, T0);
        CacheControl control = CacheControl.of(response);
        if (control.has("no-store") && !control.has("must-understand") || status < 200 || status == 206) {
            assertThat(pass.store()).isNull();
        }
    }

    @Property(tries = 2000, seed = "9111")
    void whatIsServedUnaskedIsFreshOrAllowedToBeStale(
            @ForAll("fields") HttpHeaders response, @ForAll("fields") HttpHeaders request, @ForAll int seconds) {
        CacheRules first = new CacheRules(HERE, "GET", NONE, CachePolicy.USE_PROTOCOL_CACHE_POLICY, false);
        first.begin(List.of(), T0);
        StoredResponse stored = ((Step.Pass) first.headCame(200, response, T0, T0)).store();
        if (stored == null) {
            return;
        }
        StoredResponse whole = stored.withBody("b", 10, 0);
        Instant now = T0.plusSeconds(seconds);
        Step step = new CacheRules(HERE, "GET", request, CachePolicy.USE_PROTOCOL_CACHE_POLICY, false)
                .begin(List.of(whole), now);
        if (step instanceof Step.Serve serve) {
            CacheControl control = CacheControl.of(response);
            Duration age = Freshness.age(whole, now);
            boolean fresh = age.compareTo(Freshness.lifetime(whole)) < 0;
            assertThat(control.hasBare("no-cache")).isFalse();
            assertThat(CacheControl.of(request).has("no-cache")).isFalse();
            assertThat(fresh
                            || !control.has("must-revalidate")
                                    && (control.has("stale-while-revalidate")
                                            || CacheControl.of(request).has("max-stale")))
                    .isTrue();
            assertThat(serve.fields().firstValue("age")).isPresent();
        }
    }
}
