package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LongHeadersTest {
    private record Seen(int type, int from, int length) implements Comparable<Seen> {
        @Override
        public int compareTo(Seen other) {
            return Integer.compare(from, other.from);
        }
    }

    private static List<Seen> walk(ByteBuf datagram) {
        List<Seen> seen = new ArrayList<>();
        LongHeaders.walk(datagram, new LongHeaders.Visitor() {
            @Override
            public void longHeader(int type, long version, int from, int length) {
                seen.add(new Seen(type, from, length));
            }

            @Override
            public void shortHeader(int from) {
                seen.add(new Seen(-1, from, datagram.writerIndex() - from));
            }
        });
        return seen;
    }

    /** A long header with 4-byte connection ids and a payload of zeros. */
    static ByteBuf packet(int type, int payload) {
        ByteBuf b = Unpooled.buffer();
        b.writeByte(0xc0 | type << 4).writeInt(1);
        b.writeByte(4).writeInt(0x01020304).writeByte(4).writeInt(0x05060708);
        if (type == LongHeaders.INITIAL) {
            b.writeByte(0);
        }
        return b.writeShort(0x4000 | payload).writeZero(payload);
    }

    static ByteBuf oneRtt(int size) {
        return Unpooled.buffer().writeByte(0x40).writeZero(size - 1);
    }

    @Test
    void walksEveryPacketOfADatagram() {
        ByteBuf datagram =
                Unpooled.wrappedBuffer(packet(LongHeaders.INITIAL, 100), packet(LongHeaders.HANDSHAKE, 50), oneRtt(30));
        assertThat(walk(datagram))
                .containsExactly(
                        new Seen(LongHeaders.INITIAL, 0, 118),
                        new Seen(LongHeaders.HANDSHAKE, 118, 67),
                        new Seen(-1, 185, 30));
        assertThat(datagram.readerIndex()).isZero();
    }

    @Test
    void zerosBehindAnInitialArePadding() {
        assertThat(walk(Unpooled.wrappedBuffer(
                        packet(LongHeaders.INITIAL, 100), Unpooled.buffer().writeZero(900))))
                .hasSize(1);
    }

    @Test
    void readsTheVersionsOfAVersionNegotiation() {
        ByteBuf b = Unpooled.buffer().writeByte(0x80).writeInt(0);
        b.writeByte(2)
                .writeShort(1)
                .writeByte(3)
                .writeMedium(7)
                .writeInt(0x6b3343cf)
                .writeInt(1);
        assertThat(walk(b)).containsExactly(new Seen(LongHeaders.VERSION_NEGOTIATION, 0, b.readableBytes()));
        assertThat(LongHeaders.versions(b, 0, b.readableBytes())).containsExactly(0x6b3343cfL, 1L);
    }

    @Property(tries = 5000)
    void neverFailsAndNeverLeavesTheDatagram(@ForAll @Size(max = 200) byte[] bytes, @ForAll boolean likely) {
        if (likely && bytes.length > 5) {
            bytes[0] |= (byte) 0xc0;
            bytes[1] = bytes[2] = bytes[3] = 0;
        }
        int end = 0;
        for (Seen seen : walk(Unpooled.wrappedBuffer(bytes))) {
            assertThat(seen.from).isEqualTo(end);
            end = seen.from + seen.length;
            assertThat(end).isLessThanOrEqualTo(bytes.length);
            if (seen.type == LongHeaders.VERSION_NEGOTIATION) {
                LongHeaders.versions(Unpooled.wrappedBuffer(bytes), seen.from, seen.length);
            }
        }
    }
}
