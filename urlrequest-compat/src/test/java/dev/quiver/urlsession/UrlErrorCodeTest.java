package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UrlErrorCodeTest {
    @Test
    void hasApplesNumbers() {
        assertThat(UrlErrorCode.CANCELLED.number()).isEqualTo(-999);
        assertThat(UrlErrorCode.TIMED_OUT.number()).isEqualTo(-1001);
        assertThat(UrlErrorCode.NETWORK_CONNECTION_LOST.number()).isEqualTo(-1005);
        assertThat(UrlErrorCode.CANNOT_PARSE_RESPONSE.number()).isEqualTo(-1017);
        assertThat(UrlErrorCode.CLIENT_CERTIFICATE_REQUIRED.number()).isEqualTo(-1206);
    }

    @Test
    void givesNoNumberTwice() {
        assertThat(Arrays.stream(UrlErrorCode.values()).map(UrlErrorCode::number))
                .doesNotHaveDuplicates();
    }
}
