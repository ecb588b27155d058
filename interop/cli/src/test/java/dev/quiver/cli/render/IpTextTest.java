package dev.quiver.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::",
                "::1",
                "fe80::1",
                "2001:db8::1:0:0:1",
                "2001:db8:0:1:1:1:1:1",
                "1::",
                "1:2:3:4:5:6:7:8",
                "0:1:2:3:4:5:6:7"
            })
    void writesWhatPeopleWrite(String text) throws Exception {
        assertThat(IpText.of(InetAddress.getByName(text))).isEqualTo(text);
    }
}
