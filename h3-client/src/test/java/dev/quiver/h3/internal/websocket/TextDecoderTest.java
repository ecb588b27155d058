package dev.quiver.h3.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextDecoderTest {
    @Test
    void charactersMayBeCutAnywhere() throws FrameViolation {
        String text = "κόσμε 🎯 \uffff";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TextDecoder decoder = new TextDecoder();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            all.append(decoder.decode(ByteBuffer.wrap(bytes, i, 1), i == bytes.length - 1));
        }
        assertThat(all).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c080", "ff", "80", "eda080", "f4908080", "f888808080", "c3", "e282", "f09f8e"})
    void whatIsNotUtf8IsRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (int cut = 0; cut < bytes.length; cut++) {
            int at = cut;
            assertThatThrownBy(() -> {
                        TextDecoder decoder = new TextDecoder();
                        decoder.decode(ByteBuffer.wrap(bytes, 0, at), false);
                        decoder.decode(ByteBuffer.wrap(bytes, at, bytes.length - at), true);
                    })
                    .isInstanceOfSatisfying(
                            FrameViolation.class, v -> assertThat(v.closeCode()).isEqualTo(1007));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f490", "eda0", "e080", "f08f"})
    void whatCannotBecomeACharacterIsRefusedAtOnce(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> new TextDecoder().decode(ByteBuffer.wrap(bytes), false))
                .isInstanceOf(FrameViolation.class);
    }
}
