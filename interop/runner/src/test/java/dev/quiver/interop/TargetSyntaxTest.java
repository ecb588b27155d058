package dev.quiver.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetSyntaxTest {
    @Test
    void nameAndPlace() {
        assertThat(TargetSyntax.parse("a=localhost:4433")).isEqualTo(new Target("a", "localhost", 4433, "/", Map.of()));
        assertThat(TargetSyntax.parse("a=h.example:443/x?y=z").path()).isEqualTo("/x?y=z");
    }

    @Test
    void ipv6GoesInBrackets() {
        Target target = TargetSyntax.parse("six=[::1]:443/file");
        assertThat(target.host()).isEqualTo("::1");
        assertThat(target.uri("/b")).hasToString("https://[::1]:443/b");
    }

    @Test
    void optionsFollow() {
        Target target = TargetSyntax.parse("a=h:1/p ca=/x/ca.pem offers=files,retry maker=\"quic-go 0.65\" # its note");
        assertThat(target.option("maker")).isEqualTo("quic-go 0.65");
        assertThat(target.option("ca")).isEqualTo("/x/ca.pem");
        assertThat(target.offers()).containsExactlyInAnyOrder("files", "retry");
        assertThat(target.offers("ws")).isFalse();
    }

    @Test
    void aFileHasCommentsAndEmptyLines() {
        assertThat(TargetSyntax.parseAll("# mine\n\na=h:1\n  b=h:2/x\n", "list"))
                .extracting(Target::name)
                .containsExactly("a", "b");
    }

    @Test
    void aBadLineIsNamed() {
        assertThatThrownBy(() -> TargetSyntax.parseAll("a=h:1\na=h:2\n", "list"))
                .hasMessage("list, line 2: the name a is there already");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a=",
                "a=h",
                "a=h:0",
                "a=h:65536",
                "a=h:99999999999",
                "a=::1:443",
                "=h:1",
                "a=h:1 b",
                "a=h:1 \"x"
            })
    void whatIsNotATargetIsRefused(String text) {
        assertThatThrownBy(() -> TargetSyntax.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
