package dev.quiver.h3.internal.altsvc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.internal.altsvc.Advice.Offer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class AltSvcFieldTest {
    private static final long DAY = 86_400;

    @Test
    void theSamplesOfTheRfc() {
        assertThat(read("h2=\":443\"; ma=2592000")).isEqualTo(new Advice(List.of()));
        assertThat(read("h3=\":443\"; ma=2592000;")).isNull();
        assertThat(read("h3=\"new.example.org:443\"; ma=2592000; persist=1"))
                .isEqualTo(advice("new.example.org", 443, 2_592_000, true));
        assertThat(read("h3=\":8000\"")).isEqualTo(advice("origin", 8000, DAY, false));
        assertThat(read("clear")).isEqualTo(Advice.CLEAR);
        for (String beside : List.of("h3=\":1\", clear", "clear, h3=\":1\"", " clear ", "h3=\":1\",clear,h2=\":2\"")) {
            assertThat(read(beside)).as(beside).isEqualTo(Advice.CLEAR);
        }
        assertThat(AltSvcField.read(List.of("h3=\":1\"", "clear"), "origin")).isEqualTo(Advice.CLEAR);
        assertThat(read("clear=\":1\", h3=\":2\""))
                .as("a protocol of that name")
                .isEqualTo(advice("origin", 2, DAY, false));
        assertThat(read("Clear")).as("it is case-sensitive").isNull();
    }

    @Test
    void severalInOrderWithWhatIsNotUnderstoodBetween() {
        Advice advice = read("h2=\"a:1\", , h3=\"b:2\";ma=60 ;v=\"46,43\" , h3-29=\"c:3\",h3=\"d:4\";persist=2");
        assertThat(advice.offers())
                .containsExactly(new Offer(new Place("b", 2), 60, false), new Offer(new Place("d", 4), DAY, false));
        assertThat(AltSvcField.read(List.of("h3=\"a:1\"", "h3=\":2\""), "origin")
                        .offers())
                .extracting(Offer::place)
                .containsExactly(new Place("a", 1), new Place("origin", 2));
    }

    @Test
    void quotesEscapesAndLiterals() {
        assertThat(read("%68%33=\"\\[2001:DB8::1]:4\\43\"")).isEqualTo(advice("2001:db8::1", 443, DAY, false));
        assertThat(read("h3=\"a:1\";ma=\"7\"")).isEqualTo(advice("a", 1, 7, false));
    }

    @Test
    void whatIsBrokenIsNotUsed() {
        for (String broken : List.of(
                "h3=\":\"",
                "h3=\":0\"",
                "h3=\":65536\"",
                "h3=\"a\"",
                "h3=\"a b:1\"",
                "h3=\"::1:443\"",
                "h3=\"a:1\";ma=-1",
                "h3=\"a:1\";ma=x")) {
            assertThat(read(broken)).as(broken).isEqualTo(new Advice(List.of()));
        }
        for (String broken :
                List.of("", "h3", "h3=", "h3=:443", "h3=\":443", "=\":443\"", "h3=\":443\";ma", "h3=\"\\")) {
            assertThat(read(broken)).as(broken).isNull();
        }
        assertThat(read("h3=\"a:1\" h3=\"b:2\"").offers())
                .as("what stands before is used")
                .hasSize(1);
    }

    @Test
    void noMoreThanHelps() {
        assertThat(read("h3=\":1\",".repeat(100)).offers()).hasSize(AltSvcField.MOST);
    }

    @Property(tries = 2000)
    void nothingMakesItFail(
            @ForAll @AlphaChars @Chars({'"', '=', ';', ',', ':', '\\', ' ', '3', '%', '[', ']'}) String line) {
        Advice advice = AltSvcField.read(List.of("h3=" + line), "origin");
        if (advice != null) {
            assertThat(advice.offers())
                    .allSatisfy(offer -> assertThat(offer.place().port()).isBetween(1, 65_535));
        }
    }

    private static Advice read(String line) {
        return AltSvcField.read(List.of(line), "origin");
    }

    private static Advice advice(String host, int port, long maxAge, boolean persist) {
        return new Advice(List.of(new Offer(new Place(host, port), maxAge, persist)));
    }
}
