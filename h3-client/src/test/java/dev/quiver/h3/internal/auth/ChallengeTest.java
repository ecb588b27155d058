package dev.quiver.h3.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    @Test
    void oneWithParameters() {
        Challenge only = one("Basic realm=\"the \\\"realm\\\"\", charset = UTF-8");
        assertThat(only.is("basic")).isTrue();
        assertThat(only.realm()).isEqualTo("the \"realm\"");
        assertThat(only.parameter("charset")).isEqualTo("UTF-8");
    }

    @Test
    void severalOnALineAndOverLines() {
        // RFC 9110 §11.6.1 has this one.
        List<Challenge> all = Challenge.parse(List.of(
                "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"",
                "Digest nonce=abc,qop=\"auth, auth-int\""));
        assertThat(all).extracting(Challenge::scheme).containsExactly("Basic", "Newauth", "Digest");
        assertThat(all.get(1).parameter("title")).isEqualTo("Login to \"apps\"");
        assertThat(all.get(2).parameter("qop")).isEqualTo("auth, auth-int");
    }

    @Test
    void whatHasNoParameters() {
        assertThat(Challenge.parse(List.of("Negotiate, Basic realm=x")))
                .extracting(Challenge::scheme)
                .containsExactly("Negotiate", "Basic");
        assertThat(Challenge.parse(List.of("Negotiate dG9rZW4/Zm9y==, Basic realm=x")))
                .extracting(Challenge::scheme)
                .containsExactly("Negotiate", "Basic");
        assertThat(Challenge.parse(List.of("", " , ,", "\"Basic\""))).isEmpty();
    }

    @Property(tries = 2000)
    void anythingIsParsed(@ForAll List<String> lines) {
        assertThat(Challenge.parse(lines))
                .allSatisfy(one -> assertThat(one.scheme()).isNotEmpty());
    }

    private static Challenge one(String line) {
        List<Challenge> all = Challenge.parse(List.of(line));
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
