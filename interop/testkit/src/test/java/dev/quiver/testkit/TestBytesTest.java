package dev.quiver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TestBytesTest {
    @Test
    void everyOffsetIsAViewOfTheSameBytes() {
        byte[] all = TestBytes.first(300_000);
        for (int at : new int[] {0, 1, 65_520, 65_521, 65_536, 131_072, 200_000}) {
            byte[] part = new byte[65_536];
            ByteBuffer view = TestBytes.at(at, part.length);
            view.get(part);
            assertThat(part).isEqualTo(Arrays.copyOfRange(all, at, at + part.length));
        }
        assertThat(TestBytes.at(0, 10).isReadOnly()).isTrue();
        assertThatThrownBy(() -> TestBytes.at(0, 65_537)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theyNeverChange() {
        // Clients may have this written down.
        assertThat(TestBytes.sha256(1 << 20))
                .isEqualTo("51ce19f3c27ec48226df799bf284037fb2fc1ffeced965afd11e668e61e1b809");
    }
}
