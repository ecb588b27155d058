package dev.quiver.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressOptionTest {
    @Test
    void readsHostAndPort() {
        assertThat(HostPort.parse("example.org:443")).isEqualTo(new HostPort("example.org", 443));
        assertThat(HostPort.parse("[::1]:4433"))
                .isEqualTo(new HostPort("::1", 4433))
                .hasToString("[::1]:4433");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                ":443",
                "example.org:",
                "example.org:0",
                "example.org:65536",
                "::1:443",
                "[::1]",
                "a:+1"
            })
    void refusesWhatIsNoHostAndPort(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse(text));
    }

    @Test
    void readsRules() {
        assertThat(ResolveRule.parse("example.org:443:127.0.0.1"))
                .isEqualTo(new ResolveRule(new HostPort("example.org", 443), "127.0.0.1"));
        assertThat(ResolveRule.parse("example.org:443:[::1]").address()).isEqualTo("::1");
        assertThat(ResolveRule.parse("[::2]:443:::1")).isEqualTo(new ResolveRule(new HostPort("::2", 443), "::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org:443",
                "example.org:443:",
                "example.org:443:localhost",
                "example.org:x:127.0.0.1",
                "a:1:1.2.3"
            })
    void refusesWhatIsNoRule(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ResolveRule.parse(text));
    }
}
