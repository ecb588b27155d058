package dev.quiver.urlsession.internal.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.SameSite;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetCookieTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static SetCookie parse(String line) {
        return Objects.requireNonNull(SetCookie.parse(line, NOW), line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a=b | a | b",
                "a=b=c | a | b=c",
                "  a \t=\t b c  ; Path=/ | a | b c",
                "a= | a | ~~",
                "a | ~~ | a",
                "=a | ~~ | a",
                "=a=b | ~~ | a=b",
                "a=\"b c\" | a | \"b c\"",
                "a=b,c=d | a | b,c=d",
                "a=%3b | a | %3b",
                "a=b;c=d | a | b",
            })
    void namesAndValues(String line, String name, String value) {
        SetCookie cookie = parse(line);
        assertThat(cookie.name()).isEqualTo(name);
        assertThat(cookie.value()).isEqualTo(value);
        assertThat(cookie.expires()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", " = ; Path=/", ";", "a=b\u0000", "a=\nb", "a=b; Path=/\u007f", "a=\u20ac"})
    void nothingIsSet(String line) {
        assertThat(SetCookie.parse(line, NOW)).isNull();
    }

    @Test
    void sizes() {
        assertThat(SetCookie.parse("a=" + "x".repeat(4095), NOW)).isNotNull();
        assertThat(SetCookie.parse("a=" + "x".repeat(4096), NOW)).isNull();
        assertThat(parse("a=b; Path=/" + "x".repeat(1023)).path()).hasSize(1024);
        assertThat(parse("a=b; Path=/ok; Path=/" + "x".repeat(1024)).path()).isEqualTo("/ok");
        assertThat(parse("a=b; Domain=" + "x".repeat(1025)).domain()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Max-Age=60, 60",
        "max-age=0060, 60",
        "Max-Age=99999999999999999999, 34560000",
        "Max-Age=34560001, 34560000",
        "Max-Age=60; Expires=Wed 21 Oct 2020 07:28:00, 60",
        "Max-Age=60; Max-Age=30, 30",
        "Max-Age=60; Max-Age=x, 60",
    })
    void ages(String attributes, long seconds) {
        assertThat(parse("a=b; " + attributes).expires()).isEqualTo(NOW.plusSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Max-Age=", "Max-Age=+1", "Max-Age=1.5", "Max-Age=-", "Max-Age=\"60\"", "Expires=soon"})
    void noAges(String attribute) {
        assertThat(parse("a=b; " + attribute).expires()).isNull();
    }

    @Test
    void ended() {
        assertThat(parse("a=b; Max-Age=0").expires()).isBefore(NOW);
        assertThat(parse("a=b; Max-Age=-5; Expires=Wed 21 Oct 2099 07:28:00").expires())
                .isBefore(NOW);
        assertThat(parse("a=b; Expires=Wed 21 Oct 2099 07:28:00").expires()).isEqualTo(NOW.plus(Duration.ofDays(400)));
        assertThat(parse("a=b; Expires=21 Oct 2020 07:28:00; expires=nonsense").expires())
                .isEqualTo("2020-10-21T07:28:00Z");
    }

    @Test
    void otherAttributes() {
        SetCookie cookie =
                parse("a=b; DOMAIN = .Example.COM ; path=x; Path=/p; Secure=no; httponly; SameSite=strict; x=y");
        assertThat(cookie.domain()).isEqualTo("example.com");
        assertThat(cookie.path()).isEqualTo("/p");
        assertThat(cookie.secure()).isTrue();
        assertThat(cookie.httpOnly()).isTrue();
        assertThat(cookie.sameSite()).isEqualTo(SameSite.STRICT);
        assertThat(parse("a=b; SameSite=Lax; SameSite=weird").sameSite()).isNull();
        assertThat(parse("a=b; Path=/p; Path=x").path()).as("the default").isEmpty();
    }

    @Property(tries = 3000)
    void whateverAServerSendsIsKeptOrRefused(
            @ForAll @CharRange(from = '\t', to = '\u00ff') @StringLength(max = 60) String line) {
        SetCookie cookie = SetCookie.parse(line, NOW);
        if (cookie != null) {
            Acceptance.of(cookie, RequestContext.direct(URI.create("https://a.example.com/x;y/z")));
        }
    }
}
