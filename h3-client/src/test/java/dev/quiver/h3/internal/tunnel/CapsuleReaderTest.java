package dev.quiver.h3.internal.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.CapsuleStream.Capsule;
import dev.quiver.h3.ConnectStream.CapsuleException;
import dev.quiver.quic.internal.spi.Varint;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CapsuleReaderTest {
    private static ByteBuffer capsule(long type, int length) {
        ByteBuffer whole = ByteBuffer.allocate(16 + length);
        Varint.write(whole, type);
        Varint.write(whole, length);
        return whole.position(whole.position() + length).flip();
    }

    @Test
    void unknownOnesAreSkippedHoweverLongAndCut() throws CapsuleException {
        ByteBuffer wire = ByteBuffer.allocate(200_000);
        wire.put(capsule(0x3fff_ffff_ffffL, 100_000))
                .put(capsule(5, 3))
                .put(capsule(0, 0))
                .flip();
        CapsuleReader reader = new CapsuleReader(10, 5);
        int found = 0;
        while (wire.hasRemaining()) {
            ByteBuffer one = ByteBuffer.wrap(new byte[] {wire.get()});
            Capsule capsule = reader.next(one);
            if (capsule != null) {
                found++;
                assertThat(capsule.type()).isEqualTo(found == 1 ? 5 : 0);
                assertThat(capsule.value().remaining()).isEqualTo(found == 1 ? 3 : 0);
            }
        }
        assertThat(found).isEqualTo(2);
        reader.ended();
    }

    @Test
    void tooLongAndCutShortAreRefused() throws CapsuleException {
        assertThatThrownBy(() -> new CapsuleReader(10, 5).next(capsule(5, 11))).isInstanceOf(CapsuleException.class);
        CapsuleReader reader = new CapsuleReader(10, 5);
        assertThat(reader.next(capsule(5, 3).limit(4))).isNull();
        assertThatThrownBy(reader::ended).isInstanceOf(CapsuleException.class);
    }

    @Test
    void integersOfEverySize() {
        for (long value : new long[] {0, 63, 64, 16383, 16384, (1L << 30) - 1, 1L << 30, (1L << 62) - 1}) {
            ByteBuffer out = ByteBuffer.allocate(8);
            Varint.write(out, value);
            assertThat(out.position()).isEqualTo(Varint.size(value));
            out.flip();
            assertThat(Varint.read(out.duplicate().limit(out.limit() - 1))).isEqualTo(-1);
            assertThat(Varint.read(out)).isEqualTo(value);
        }
    }
}
