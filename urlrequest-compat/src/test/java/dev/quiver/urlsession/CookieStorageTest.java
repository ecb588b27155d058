package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CookieStorageTest {
    private static final URI URL = URI.create("https://www.example.com/a/b");
    private static final Instant TOMORROW =
            Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);

    @TempDir
    Path folder;

    private static HttpCookie.Builder lasting(String name, String value) {
        return HttpCookie.newBuilder(name, value, ".example.com").expiresDate(TOMORROW);
    }

    @Test
    void whatLastsIsThereAgainWithAllItsProperties() {
        Path file = folder.resolve("cookies");
        HttpCookie lasting = lasting("a", "\"ü \u00ff\"")
                .path("/a;b")
                .secure(true)
                .httpOnly(true)
                .sameSite(SameSite.STRICT)
                .build();
        CookieStorage storage = CookieStorage.inFile(file);
        storage.setCookie(lasting);
        storage.setCookie(HttpCookie.newBuilder("session", "1", "example.com").build());
        storage.flush();
        assertThat(storage.cookies()).hasSize(2);
        assertThat(CookieStorage.inFile(file).cookies()).containsExactly(lasting);
    }

    @Test
    void twoStoragesOfOneFileMerge() {
        Path file = folder.resolve("cookies");
        CookieStorage one = CookieStorage.inFile(file);
        CookieStorage two = CookieStorage.inFile(file);
        HttpCookie session =
                HttpCookie.newBuilder("s", "two's own", ".example.com").build();
        two.setCookie(session);
        one.setCookie(HttpCookie.newBuilder("s", "one's own", ".example.com").build());
        one.setCookie(lasting("a", "1").build());
        two.setCookie(lasting("b", "2").build());
        assertThat(two.cookies()).extracting(HttpCookie::name).containsExactly("s", "a", "b");
        assertThat(two.cookies()).contains(session);
        one.deleteCookie(lasting("a", "").build());
        two.setCookie(lasting("c", "3").build());
        assertThat(two.cookies()).extracting(HttpCookie::name).containsExactly("s", "b", "c");
        assertThat(CookieStorage.inFile(file).cookies())
                .extracting(HttpCookie::name)
                .containsExactly("b", "c");
    }

    @Test
    void whatIsDeletedIsGoneFromTheFile() throws IOException {
        Path file = folder.resolve("cookies");
        CookieStorage storage = CookieStorage.inFile(file);
        storage.setCookie(lasting("a", "secret1").build());
        storage.setCookie(lasting("b", "secret2").build());
        storage.deleteCookie(lasting("a", "").build());
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains("secret2")
                .doesNotContain("secret1");
        storage.removeCookies(Instant.now().plusSeconds(60));
        assertThat(storage.cookies()).hasSize(1);
        storage.removeCookies(Instant.EPOCH);
        assertThat(storage.cookies()).isEmpty();
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void listenersHearOfChanges() {
        CookieStorage storage = CookieStorage.inMemory();
        AtomicInteger heard = new AtomicInteger();
        CookieStorage.Subscription subscription = storage.onChange(heard::incrementAndGet);
        storage.setCookie(lasting("a", "1").build());
        storage.cookies(URL);
        storage.deleteCookie(lasting("never there", "").build());
        assertThat(heard).hasValue(1);
        subscription.close();
        storage.setCookie(lasting("a", "2").build());
        assertThat(heard).hasValue(1);
    }

    @Test
    void policies() {
        CookieStorage storage = CookieStorage.inMemory();
        List<HttpCookie> cookies = List.of(lasting("a", "1").build());
        storage.setCookies(cookies, URL, URI.create("https://other.example/"));
        assertThat(storage.cookies()).isEmpty();
        storage.setCookies(cookies, URL, URI.create("http://example.com/"));
        assertThat(storage.cookies()).hasSize(1);
        storage.removeCookies(Instant.EPOCH);
        storage.setCookies(cookies, URL, null);
        assertThat(storage.cookies()).hasSize(1);
        storage.cookieAcceptPolicy(CookieAcceptPolicy.ALWAYS);
        storage.setCookies(List.of(lasting("b", "1").build()), URL, URI.create("https://other.example/"));
        assertThat(storage.cookies()).hasSize(2);
        storage.cookieAcceptPolicy(CookieAcceptPolicy.NEVER);
        storage.setCookie(lasting("c", "1").build());
        storage.setCookies(List.of(lasting("d", "1").build()), URL, null);
        assertThat(storage.cookies()).hasSize(2);
    }

    @Test
    void cookiesOfAResponse() {
        HttpHeaders fields = HttpHeaders.of(
                Map.of("Set-Cookie", List.of("a=1; Path=/", "b=2; Domain=com", "c=3; Secure")), (name, value) -> true);
        List<HttpCookie> cookies = HttpCookie.cookies(fields, URL);
        assertThat(HttpCookie.requestHeaderField(cookies)).isEqualTo("a=1; c=3");
        assertThat(cookies.get(1).path()).isEqualTo("/a");
    }

    @Test
    void theJdksClientsUseIt() throws IOException {
        CookieStorage storage = CookieStorage.inMemory();
        CookieHandler handler = storage.asCookieHandler();
        handler.put(URL, Map.of("set-cookie", List.of("a=1; Path=/", "b=2; Path=/a")));
        assertThat(handler.get(URL, Map.of())).isEqualTo(Map.of("Cookie", List.of("b=2; a=1")));
        assertThat(handler.get(URI.create("https://elsewhere.example/"), Map.of()))
                .isEmpty();
        storage.cookieAcceptPolicy(CookieAcceptPolicy.NEVER);
        handler.put(URL, Map.of("Set-Cookie", List.of("c=3")));
        assertThat(storage.cookies()).hasSize(2);
    }

    @Test
    void noValueIsInItsText() {
        assertThat(lasting("sid", "secret").build().toString()).contains("sid").doesNotContain("secret");
    }

    @Test
    void whatCouldNotBeSentIsRefused() {
        for (HttpCookie.Builder bad : List.of(
                lasting("", ""),
                lasting("a=b", "c"),
                lasting("a;", "c"),
                lasting("a", "c;d"),
                lasting("a", " c"),
                lasting("a", "c\n"),
                lasting("a", "\u20ac"),
                lasting("a", "x".repeat(4096)),
                lasting("a", "b").path("x"),
                lasting("__Secure-a", "b"),
                lasting("__Host-a", "b").secure(true),
                lasting("a", "b").sameSite(SameSite.NONE),
                HttpCookie.newBuilder("a", "b", ""),
                HttpCookie.newBuilder("a", "b", "a..b"))) {
            assertThatIllegalArgumentException().isThrownBy(bad::build);
        }
        assertThat(HttpCookie.newBuilder("__Host-a", "b", "e.com")
                        .secure(true)
                        .build()
                        .isHostOnly())
                .isTrue();
    }
}
