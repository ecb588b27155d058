package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class CloseTranslationTest {
    @Test
    void aCauseWithoutAMessageIsNamed() {
        assertThat(CloseTranslation.local(new ClosedChannelException(), "h:1", false)
                        .message())
                .isEqualTo("the connection to h:1 failed: it ended without a word (ClosedChannelException)");
        assertThat(CloseTranslation.local(new IOException("of its own"), "h:1", false)
                        .message())
                .isEqualTo("the connection to h:1 failed: of its own");
    }
}
