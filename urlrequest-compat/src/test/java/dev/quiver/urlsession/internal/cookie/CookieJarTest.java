package dev.quiver.urlsession.internal.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.HttpCookie;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent, what takes whose place, and what goes when there is too much; the time is told. */
class CookieJarTest {
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private CookieJar jar = new CookieJar(Eviction.DEFAULT);

    private List<CookieChange> set(String url, String line) {
        RequestContext context = RequestContext.direct(URI.create(url));
        SetCookie set = Objects.requireNonNull(SetCookie.parse(line, now));
        Acceptance acceptance = Acceptance.of(set, context);
        now = now.plusSeconds(1);
        return acceptance instanceof Acceptance.Accepted accepted
                ? jar.put(accepted.cookie(), context.secure(), now)
                : List.of();
    }

    private String sent(String url) {
        return HttpCookie.requestHeaderField(jar.cookies(RequestContext.direct(URI.create(url)), now));
    }

    private String sent(String url, String method, String first, @Nullable String mainDocument) {
        RequestContext context = RequestContext.of(
                URI.create(url), method, URI.create(first), mainDocument == null ? null : URI.create(mainDocument));
        return HttpCookie.requestHeaderField(jar.cookies(context, now));
    }

    @Test
    void whoGetsWhat() {
        String url = "https://a.example.com/x/y";
        set("https://a.example.com/x/y", "host=1; Path=/");
        set("https://a.example.com/x/y", "domain=1; Domain=example.com; Path=/");
        set("https://a.example.com/x/y", "path=1");
        set("https://a.example.com/x/y", "secure=1; Secure; Path=/");
        assertThat(sent(url)).isEqualTo("path=1; host=1; domain=1; secure=1");
        assertThat(sent("https://a.example.com/")).isEqualTo("host=1; domain=1; secure=1");
        assertThat(sent("https://a.example.com/xx")).isEqualTo("host=1; domain=1; secure=1");
        assertThat(sent("http://a.example.com/x")).isEqualTo("path=1; host=1; domain=1");
        assertThat(sent("https://a.example.com:8443/x")).isEqualTo("path=1; host=1; domain=1; secure=1");
        assertThat(sent("https://b.a.example.com/")).isEqualTo("domain=1");
        assertThat(sent("https://example.com/")).isEqualTo("domain=1");
        assertThat(sent("https://other.com/")).isEmpty();
    }

    @Test
    void aNewValueKeepsItsPlaceInTheOrder() {
        set("https://e.com/", "a=1");
        set("https://e.com/", "b=1");
        set("https://e.com/", "a=2");
        set("https://e.com/x/y", "deep=1");
        set("https://e.com/", "=nameless");
        assertThat(sent("https://e.com/x/")).isEqualTo("deep=1; a=2; b=1; nameless");
    }

    @Test
    void hostOnlyAndDomainCookiesAreTwo() {
        set("https://e.com/", "a=host");
        set("https://e.com/", "a=domain; Domain=e.com");
        assertThat(sent("https://e.com/")).isEqualTo("a=host; a=domain");
    }

    @Test
    void endedCookiesGo() {
        set("https://e.com/", "a=1; Max-Age=10");
        set("https://e.com/", "b=1");
        now = now.plusSeconds(7);
        assertThat(sent("https://e.com/")).isEqualTo("a=1; b=1");
        now = now.plusSeconds(1);
        assertThat(sent("https://e.com/")).isEqualTo("b=1");
        assertThat(set("https://e.com/", "b=; Max-Age=0")).hasSize(1);
        assertThat(sent("https://e.com/")).isEmpty();
        assertThat(set("https://e.com/", "never=; Max-Age=0")).isEmpty();
    }

    @Test
    void aConnectionInTheClearLeavesSecureCookiesAlone() {
        set("https://www.e.com/", "sid=good; Secure; Domain=e.com; Path=/login");
        set("http://www.e.com/", "sid=bad; Path=/login");
        set("http://www.e.com/", "sid=bad; Path=/login/en");
        set("http://e.com/", "sid=bad; Path=/login; Domain=e.com");
        assertThat(sent("http://www.e.com/login/en")).isEmpty();
        set("http://www.e.com/", "sid=other; Path=/");
        assertThat(sent("https://www.e.com/login")).isEqualTo("sid=good; sid=other");
        set("https://www.e.com/", "sid=own; Path=/login");
        assertThat(sent("http://www.e.com/login")).isEqualTo("sid=own; sid=other");
    }

    @ParameterizedTest
    @CsvSource({
        // url, method, first, main document, what is sent
        "https://e.com/, POST, https://e.com/, , strict=1; lax=1; unsaid=1; none=1",
        "https://e.com/, POST, https://e.com/, https://www.e.com/, strict=1; lax=1; unsaid=1; none=1",
        "https://e.com/, GET, https://e.com/, https://other.com/, none=1",
        "https://e.com/, GET, https://other.com/, https://other.com/, lax=1; unsaid=1; none=1",
        "https://e.com/, POST, https://other.com/, https://other.com/, none=1",
        "https://e.com/, GET, https://third.com/, https://other.com/, none=1",
        "https://e.com/, GET, https://e.com/, http://e.com/, none=1",
    })
    void sameSite(String url, String method, String first, @Nullable String mainDocument, String expected) {
        set("https://e.com/", "strict=1; SameSite=Strict");
        set("https://e.com/", "lax=1; SameSite=Lax");
        set("https://e.com/", "unsaid=1");
        set("https://e.com/", "none=1; SameSite=None; Secure");
        assertThat(sent(url, method, first, mainDocument)).isEqualTo(expected);
    }

    @Test
    void crowdsOfADomainGoFirstOpenOnesBeforeSecureOnes() {
        jar = new CookieJar(new Eviction(3, 100, 2));
        set("https://e.com/", "s1=1; Secure");
        set("https://e.com/", "o1=1");
        set("https://e.com/", "o2=1");
        sent("https://e.com/");
        set("https://e.com/", "s2=1; Secure");
        assertThat(sent("https://e.com/")).isEqualTo("s1=1; o2=1; s2=1");
        set("https://e.com/", "s3=1; Secure");
        set("https://e.com/", "s4=1; Secure");
        assertThat(sent("https://e.com/")).isEqualTo("s2=1; s3=1; s4=1");
    }

    @Test
    void theTotalIsLimitedAtTheCostOfCrowds() {
        jar = new CookieJar(new Eviction(10, 5, 2));
        set("https://quiet.com/", "old=1");
        for (int i = 0; i < 4; i++) {
            set("https://crowd.com/", "c" + i + "=1");
        }
        set("https://third.com/", "new=1");
        assertThat(jar.size()).isEqualTo(5);
        now = now.plusSeconds(1);
        assertThat(sent("https://quiet.com/")).isEqualTo("old=1");
        assertThat(sent("https://crowd.com/")).isEqualTo("c1=1; c2=1; c3=1");
        set("https://fourth.com/", "new=1");
        set("https://fifth.com/", "new=1");
        assertThat(sent("https://third.com/")).as("the one longest not used").isEmpty();
        assertThat(jar.size()).isEqualTo(5);
    }

    @Test
    void theDefaultsHold() {
        for (int i = 0; i < 200; i++) {
            set("https://e.com/", "c" + i + "=1");
        }
        assertThat(jar.size()).isEqualTo(180);
        for (int i = 0; i < 3000; i++) {
            set("https://h" + i + ".example/", "a=1");
        }
        assertThat(jar.size()).isEqualTo(3000);
    }

    @Test
    void noCookieOfTheCallersOwnLivesLongerThanTheLimit() {
        HttpCookie cookie = HttpCookie.newBuilder("a", "b", ".e.com")
                .expiresDate(now.plus(Duration.ofDays(4000)))
                .build();
        jar.put(cookie, true, now);
        assertThat(jar.all(now).get(0).cookie().expiresDate()).contains(now.plus(Duration.ofDays(400)));
    }

    @Test
    void cookiesOfADomainThatBecamePublicStay() {
        jar.put(HttpCookie.newBuilder("a", "b", ".github.io").build(), true, now);
        assertThat(sent("https://x.github.io/")).isEmpty();
    }
}
