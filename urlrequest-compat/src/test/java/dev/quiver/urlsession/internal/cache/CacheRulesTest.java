package dev.quiver.urlsession.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.CachePolicy;
import dev.quiver.urlsession.internal.cache.Step.Ask;
import dev.quiver.urlsession.internal.cache.Step.Generate;
import dev.quiver.urlsession.internal.cache.Step.Pass;
import dev.quiver.urlsession.internal.cache.Step.Refuse;
import dev.quiver.urlsession.internal.cache.Step.Serve;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a load does, step by step; the shared cases of many caches run in CacheCasesIT. */
class CacheRulesTest {
    private static final URI HERE = URI.create("https://example.org/a?b=c#d");
    private static final Instant T0 = Instant.parse("2025-06-01T00:00:00Z");
    private static final HttpHeaders NONE = Fields.of();
    private static final String ETAG = "\"v1\"";

    private static StoredResponse stored(String... fields) {
        return storedFor(NONE, fields);
    }

    private static StoredResponse storedFor(HttpHeaders request, String... fields) {
        Pass pass = (Pass) asked(request).headCame(200, Fields.of(fields), T0, T0);
        assertThat(pass.store()).isNotNull();
        return pass.store().withBody("id", 10, 7);
    }

    private static CacheRules asked(HttpHeaders request) {
        CacheRules rules = rules("GET", request, CachePolicy.USE_PROTOCOL_CACHE_POLICY);
        assertThat(rules.begin(List.of(), T0)).isEqualTo(new Ask(request, null));
        return rules;
    }

    private static CacheRules rules(String method, HttpHeaders request, CachePolicy policy) {
        return new CacheRules(HERE, method, request, policy, false);
    }

    private static Step get(StoredResponse stored, long seconds, String... request) {
        return rules("GET", Fields.of(request), CachePolicy.USE_PROTOCOL_CACHE_POLICY)
                .begin(List.of(stored), T0.plusSeconds(seconds));
    }

    @Test
    void aFreshResponseIsGivenWithItsAge() {
        Serve serve = (Serve) get(stored("cache-control", "max-age=10", "connection", "x", "x", "1", "y", "2"), 9);

        assertThat(serve.status()).isEqualTo(200);
        assertThat(serve.fields().firstValue("age")).contains("9");
        assertThat(serve.fields().firstValue("date")).contains("Sun, 01 Jun 2025 00:00:00 GMT");
        assertThat(serve.fields().firstValue("x")).isEmpty();
        assertThat(serve.fields().firstValue("y")).contains("2");
        assertThat(serve.length()).isEqualTo(10);
        assertThat(get(stored("cache-control", "max-age=10"), 10)).isInstanceOf(Ask.class);
    }

    @Test
    void theDelayOfTheAnswerCountsAsAge() {
        Pass pass = (Pass)
                asked(NONE).headCame(200, Fields.of("cache-control", "max-age=10", "age", "3"), T0, T0.plusSeconds(4));

        assertThat(Freshness.age(pass.store(), T0.plusSeconds(5))).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void aStaleOneIsConfirmedAndLivesOn() {
        StoredResponse old = stored("cache-control", "max-age=10", "etag", ETAG, "x", "1", "set-cookie", "a=b");
        CacheRules rules = rules("GET", NONE, CachePolicy.USE_PROTOCOL_CACHE_POLICY);
        Ask ask = (Ask) rules.begin(List.of(old), T0.plusSeconds(20));
        assertThat(ask.fields().firstValue("if-none-match")).contains(ETAG);
        assertThat(ask.kept()).isSameAs(old);

        Instant then = T0.plusSeconds(21);
        Serve serve = (Serve) rules.headCame(304, Fields.of("etag", ETAG, "x", "2", "content-length", "0"), then, then);

        assertThat(serve.validated()).isTrue();
        assertThat(serve.fields().firstValue("x")).contains("2");
        assertThat(serve.fields().firstValue("content-length")).isEmpty();
        // A cookie is set when it is received, not each time that its response is read again.
        assertThat(serve.fields().firstValue("set-cookie")).isEmpty();
        assertThat(serve.stored().fields().firstValue("set-cookie")).contains("a=b");
        assertThat(get(serve.stored(), 30)).isInstanceOf(Serve.class);
        assertThat(get(serve.stored(), 31)).isInstanceOf(Ask.class);
    }

    @Test
    void a304OfAnotherResponseIsAskedAgainWithoutConditions() {
        StoredResponse old = stored("cache-control", "max-age=10", "etag", ETAG);
        CacheRules rules = rules("GET", NONE, CachePolicy.USE_PROTOCOL_CACHE_POLICY);
        rules.begin(List.of(old), T0.plusSeconds(20));

        assertThat(rules.headCame(304, Fields.of("etag", "\"v2\""), T0, T0)).isEqualTo(new Ask(NONE, null));
    }

    @Test
    void aFullAnswerTakesThePlaceOfTheOldOneEvenIfItIsNotStored() {
        CacheRules rules = rules("GET", NONE, CachePolicy.USE_PROTOCOL_CACHE_POLICY);
        rules.begin(List.of(stored("cache-control", "max-age=1", "etag", ETAG)), T0.plusSeconds(20));

        Pass pass = (Pass) rules.headCame(200, Fields.of("cache-control", "no-store"), T0, T0);

        assertThat(pass.store()).isNull();
        assertThat(pass.forget()).containsExactly("https://example.org/a?b=c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // response, age, request, given
                "max-age=100 | 5 | - | true",
                "max-age=100 | 5 | max-age=5 | true",
                "max-age=100 | 6 | max-age=5 | false",
                "max-age=100 | 50 | min-fresh=50 | true",
                "max-age=100 | 51 | min-fresh=50 | false",
                "max-age=100 | 5 | no-cache | false",
                "max-age=100 | 5 | no-store | false",
                "max-age=100 | 150 | max-stale=50 | true",
                "max-age=100 | 151 | max-stale=50 | false",
                "max-age=100 | 9999 | max-stale | true",
                "max-age=100, must-revalidate | 150 | max-stale | false",
                "max-age=100, no-cache | 1 | max-stale | false",
                "max-age=100 | 150 | max-stale, max-age=10 | false",
                "max-age=100, stale-while-revalidate=50 | 150 | - | true",
                "max-age=100, stale-while-revalidate=50 | 151 | - | false",
                "max-age=100, stale-while-revalidate=50 | 120 | max-age=110 | false",
                "max-age=100, stale-while-revalidate=50, must-revalidate | 120 | - | false",
                "s-maxage=100 | 1 | - | false"
            })
    void directivesOfBothSides(String response, long age, String request, boolean given) {
        Step step = get(
                stored("cache-control", response),
                age,
                request == null ? new String[0] : new String[] {"cache-control", request});

        assertThat(step instanceof Serve).isEqualTo(given);
    }

    @Test
    void pragmaSpeaksWhereCacheControlIsSilent() {
        StoredResponse fresh = stored("cache-control", "max-age=10");

        assertThat(get(fresh, 1, "pragma", "no-cache")).isInstanceOf(Ask.class);
        assertThat(get(fresh, 1, "pragma", "no-cache", "cache-control", "max-age=5"))
                .isInstanceOf(Serve.class);
    }

    @Test
    void onlyIfCachedNeverAsks() {
        assertThat(get(stored("cache-control", "max-age=10"), 11, "cache-control", "only-if-cached"))
                .isEqualTo(new Generate(504));
        assertThat(rules("GET", Fields.of("cache-control", "only-if-cached"), CachePolicy.USE_PROTOCOL_CACHE_POLICY)
                        .begin(List.of(), T0))
                .isEqualTo(new Generate(504));
    }

    @Test
    void staleIfErrorStandsInForErrorsWithinItsTime() {
        StoredResponse old = stored("cache-control", "max-age=10, stale-if-error=10");
        CacheRules rules = rules("GET", NONE, CachePolicy.USE_PROTOCOL_CACHE_POLICY);
        assertThat(((Ask) rules.begin(List.of(old), T0.plusSeconds(15))).kept()).isSameAs(old);

        assertThat(rules.headCame(503, NONE, T0, T0.plusSeconds(16))).isInstanceOf(Serve.class);
        assertThat(rules.failed(T0.plusSeconds(20))).isNotNull();
        assertThat(rules.failed(T0.plusSeconds(21))).isNull();
        assertThat(rules.headCame(404, NONE, T0, T0.plusSeconds(16))).isInstanceOf(Pass.class);
    }

    @Test
    void conditionsOfTheApplicationGoPastTheStore() {
        StoredResponse fresh = stored("cache-control", "max-age=10", "etag", ETAG);
        HttpHeaders request = Fields.of("if-none-match", "\"mine\"");
        CacheRules rules = rules("GET", request, CachePolicy.USE_PROTOCOL_CACHE_POLICY);

        assertThat(rules.begin(List.of(fresh), T0)).isEqualTo(new Ask(request, null));
        assertThat(((Pass) rules.headCame(304, NONE, T0, T0)).store()).isNull();
    }

    @Test
    void aRangeIsCutFromAWholeResponse() {
        StoredResponse fresh = stored("cache-control", "max-age=10", "content-length", "10");
        Serve serve = (Serve) get(fresh, 1, "range", "bytes=2-4");

        assertThat(serve.status()).isEqualTo(206);
        assertThat(serve.first()).isEqualTo(2);
        assertThat(serve.length()).isEqualTo(3);
        assertThat(serve.fields().firstValue("content-range")).contains("bytes 2-4/10");
        assertThat(serve.fields().firstValue("content-length")).contains("3");
        assertThat(get(fresh, 1, "range", "bytes=20-")).isInstanceOf(Ask.class);
        assertThat(get(fresh, 1, "range", "bytes=0-1,3-4")).isInstanceOf(Ask.class);
    }

    @Test
    void credentialsChooseTheResponseThoughNoVarySaysSo() {
        StoredResponse ofOne = storedFor(Fields.of("authorization", "Bearer one"), "cache-control", "max-age=10");

        assertThat(get(ofOne, 1, "authorization", "Bearer one")).isInstanceOf(Serve.class);
        assertThat(get(ofOne, 1, "authorization", "Bearer two")).isInstanceOf(Ask.class);
        assertThat(get(ofOne, 1)).isInstanceOf(Ask.class);
        assertThat(ofOne.toString()).doesNotContain("one");
    }

    @Test
    void theOrderOfLanguagesCountsButNotTheirCase() {
        StoredResponse english = storedFor(
                Fields.of("accept-language", "en, de"), "cache-control", "max-age=10", "vary", "Accept-Language");

        assertThat(get(english, 1, "accept-language", "EN,  de")).isInstanceOf(Serve.class);
        assertThat(get(english, 1, "accept-language", "de, en")).isInstanceOf(Ask.class);
    }

    @ParameterizedTest
    @CsvSource({"201", "202", "206", "302", "403", "500", "503"})
    void aStatusThatIsNotKeptUnlessTold(int status) {
        assertThat(((Pass) asked(NONE).headCame(status, NONE, T0, T0)).store()).isNull();
        assertThat(((Pass) asked(NONE).headCame(status, Fields.of("cache-control", "max-age=1"), T0, T0)).store()
                        != null)
                .isEqualTo(status != 206);
    }

    @Test
    void mustUnderstandOverridesNoStoreForWhatIsUnderstood() {
        HttpHeaders fields = Fields.of("cache-control", "max-age=5, no-store, must-understand");

        assertThat(((Pass) asked(NONE).headCame(200, fields, T0, T0)).store()).isNotNull();
        assertThat(((Pass) asked(NONE).headCame(299, fields, T0, T0)).store()).isNull();
    }

    @Test
    void theAnswerToAPostIsStoredWhereItSaysThatItIsWhatIsFoundThere() {
        String[] both = {"cache-control", "max-age=5", "content-location", "?b=c"};
        assertThat(post(both).store()).isNotNull();
        assertThat(post(both).forget()).containsExactly("https://example.org/a?b=c");
        assertThat(post("cache-control", "max-age=5", "content-location", "?b=d")
                        .store())
                .isNull();
        assertThat(post("cache-control", "max-age=5").store()).isNull();
        assertThat(post("content-location", "?b=c").store()).isNull();
    }

    private static Pass post(String... answer) {
        CacheRules rules = rules("POST", NONE, CachePolicy.USE_PROTOCOL_CACHE_POLICY);
        rules.begin(List.of(), T0);
        return (Pass) rules.headCame(200, Fields.of(answer), T0, T0);
    }

    @Test
    void whatAnswersAnotherUriSaysNothingOfThisOne() {
        CacheRules rules = rules("GET", NONE, CachePolicy.USE_PROTOCOL_CACHE_POLICY);
        rules.begin(List.of(stored("cache-control", "max-age=1", "etag", ETAG)), T0.plusSeconds(20));

        assertThat(rules.answeredElsewhere(304)).isEqualTo(new Ask(NONE, null));
        assertThat(rules.answeredElsewhere(200)).isEqualTo(new Pass(null, null, java.util.Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "https://EXAMPLE.org:443, https://example.org/",
        "http://example.org:443/a?b#c, http://example.org:443/a?b",
        "http://a_b/, http://a_b/",
        "http://[::1]:80/%41, http://[::1]/%41"
    })
    void urisThatMeanTheSameHaveOneKey(URI uri, String key) {
        assertThat(CacheKey.of(uri)).isEqualTo(key);
    }

    @Test
    void aPartOfCodedContentIsTheServersToCut() {
        StoredResponse coded = stored("cache-control", "max-age=10", "content-encoding", "gzip");

        assertThat(get(coded, 1, "range", "bytes=2-4")).isInstanceOf(Ask.class);
    }

    @Test
    void aHeadUpdatesWhatItDescribesAndDropsWhatItContradicts() {
        StoredResponse old = stored("cache-control", "max-age=10", "etag", ETAG);
        Pass same = head(old, "etag", ETAG, "x", "2", "content-length", "10");
        Pass other = head(old, "etag", ETAG, "content-length", "11");

        assertThat(same.update().fields().firstValue("x")).contains("2");
        assertThat(same.forget()).isEmpty();
        assertThat(other.update()).isNull();
        assertThat(other.forget()).containsExactly("https://example.org/a?b=c");
    }

    private static Pass head(StoredResponse old, String... answer) {
        CacheRules rules = rules("HEAD", NONE, CachePolicy.USE_PROTOCOL_CACHE_POLICY);
        assertThat(rules.begin(List.of(old), T0.plusSeconds(20))).isEqualTo(new Ask(NONE, null));
        return (Pass) rules.headCame(200, Fields.of(answer), T0, T0);
    }

    @ParameterizedTest
    @CsvSource({"POST, 200, true", "PUT, 303, true", "M-SEARCH, 204, true", "DELETE, 404, false", "OPTIONS, 200, false"
    })
    void whatChangesThingsInvalidates(String method, int status, boolean invalidates) {
        CacheRules rules = rules(method, NONE, CachePolicy.USE_PROTOCOL_CACHE_POLICY);
        rules.begin(List.of(), T0);
        HttpHeaders answer = Fields.of("location", "/new", "content-location", "https://other.example/b");

        assertThat(((Pass) rules.headCame(status, answer, T0, T0)).forget())
                .isEqualTo(
                        invalidates
                                ? java.util.Set.of("https://example.org/a?b=c", "https://example.org/new")
                                : java.util.Set.of());
    }

    @ParameterizedTest
    @EnumSource(CachePolicy.class)
    void policiesWithAndWithoutAStoredResponse(CachePolicy policy) {
        StoredResponse stale = stored("cache-control", "max-age=1, no-cache", "etag", ETAG);
        StoredResponse immutable = stored("cache-control", "max-age=1000, immutable", "etag", ETAG);
        Instant later = T0.plusSeconds(100);
        Step without = rules("GET", NONE, policy).begin(List.of(), later);
        Step withStale = rules("GET", NONE, policy).begin(List.of(stale), later);
        Step withFresh = rules("GET", NONE, policy).begin(List.of(immutable), later);

        switch (policy) {
            case USE_PROTOCOL_CACHE_POLICY -> {
                assertThat(without).isEqualTo(new Ask(NONE, null));
                assertThat(((Ask) withStale).fields()).isEqualTo(Fields.of("if-none-match", ETAG));
                assertThat(withFresh).isInstanceOf(Serve.class);
            }
            case RELOAD_IGNORING_LOCAL_CACHE_DATA ->
                assertThat(List.of(without, withStale, withFresh)).containsOnly(new Ask(NONE, null));
            case RELOAD_IGNORING_LOCAL_AND_REMOTE_CACHE_DATA ->
                assertThat(List.of(without, withStale, withFresh))
                        .containsOnly(new Ask(Fields.of("cache-control", "no-cache"), null));
            case RETURN_CACHE_DATA_ELSE_LOAD -> {
                assertThat(without).isEqualTo(new Ask(NONE, null));
                assertThat(withStale).isInstanceOf(Serve.class);
                assertThat(withFresh).isInstanceOf(Serve.class);
            }
            case RETURN_CACHE_DATA_DONT_LOAD -> {
                assertThat(without).isEqualTo(new Refuse());
                assertThat(withStale).isInstanceOf(Serve.class);
                assertThat(withFresh).isInstanceOf(Serve.class);
            }
            case RELOAD_REVALIDATING_CACHE_DATA -> {
                assertThat(without).isEqualTo(new Ask(Fields.of("cache-control", "max-age=0"), null));
                assertThat(((Ask) withStale).fields())
                        .isEqualTo(Fields.of("cache-control", "max-age=0", "if-none-match", ETAG));
                assertThat(withFresh).isInstanceOf(Serve.class);
            }
        }
    }
}
