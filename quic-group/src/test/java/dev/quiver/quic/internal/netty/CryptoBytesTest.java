package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CryptoBytesTest {
    private final CryptoBytes crypto = new CryptoBytes(20);

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void putsPiecesInOrder() {
        crypto.frames(bytes(0x06, 3, 2, 4, 5));
        assertThat(crypto.beginning()).isEmpty();
        crypto.frames(bytes(0x00, 0x01, 0x06, 0, 3, 1, 2, 3));
        assertThat(crypto.beginning()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void whatComesAgainChangesNothing() {
        crypto.frames(bytes(0x06, 0, 3, 1, 2, 3));
        crypto.frames(bytes(0x06, 0, 2, 1, 2));
        crypto.frames(bytes(0x06, 1, 4, 2, 3, 4, 5));
        assertThat(crypto.beginning()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void readsPastAcknowledgements() {
        // Largest 5, delay 0, one more range, first range 0, gap 0 and length 1; then with ECN counts.
        crypto.frames(bytes(0x02, 5, 0, 1, 0, 0, 1, 0x03, 5, 0, 0, 0, 1, 1, 1, 0x06, 0x40, 0x00, 1, 7));
        assertThat(crypto.beginning()).containsExactly(7);
    }

    @Test
    void takesNoMoreThanIsOfInterestAndNothingThatMakesNoSense() {
        crypto.frames(bytes(0x06, 0xc0, 0, 0, 1, 0, 0, 0, 0, 1, 9));
        crypto.frames(bytes(0x06, 19, 2, 9, 9));
        crypto.frames(bytes(0x06, 0, 63, 9));
        crypto.frames(bytes(0x1c, 0x06, 0, 1, 9));
        crypto.frames(bytes(0x02, 0xff));
        assertThat(crypto.beginning()).isEmpty();
    }
}
