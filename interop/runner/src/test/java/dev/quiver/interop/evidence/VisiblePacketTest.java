package dev.quiver.interop.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.evidence.VisiblePacket.Kind;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisiblePacketTest {
    private static ByteBuffer hex(String... parts) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(String.join("", parts)));
    }

    @Test
    void coalescedPacketsAreToldApart() {
        ByteBuffer datagram = hex(
                "c3 00000001 02 aabb 01 cc 03 010203 4004 deadbeef".replace(" ", ""),
                "e3 00000001 02 aabb 01 cc 02 ffff".replace(" ", ""),
                "43aabb00112233");
        List<VisiblePacket> packets = VisiblePacket.in(datagram);
        assertThat(packets).extracting(VisiblePacket::kind).containsExactly(Kind.INITIAL, Kind.HANDSHAKE, Kind.SHORT);
        assertThat(packets.get(0)).isEqualTo(new VisiblePacket(Kind.INITIAL, 1, "aabb", "cc", "010203", List.of()));
        assertThat(datagram.position()).isZero();
    }

    @Test
    void paddingBehindAnInitialIsNoPacket() {
        assertThat(VisiblePacket.in(hex("c300000001000000", "01", "ee", "0000000000")))
                .extracting(VisiblePacket::kind)
                .containsExactly(Kind.INITIAL);
    }

    @Test
    void aRetryHasItsTokenWithoutTheTag() {
        List<VisiblePacket> packets = VisiblePacket.in(hex("f0000000010001cc", "abcdef", "00".repeat(16)));
        assertThat(packets).containsExactly(new VisiblePacket(Kind.RETRY, 1, "", "cc", "abcdef", List.of()));
    }

    @Test
    void versionNegotiationListsVersions() {
        List<VisiblePacket> packets = VisiblePacket.in(hex("80", "00000000", "01aa", "01bb", "00000001", "6b3343cf"));
        assertThat(packets)
                .containsExactly(
                        new VisiblePacket(Kind.VERSION_NEGOTIATION, 0, "aa", "bb", "", List.of(1, 0x6b3343cf)));
    }

    @Test
    void nonsenseIsNothing() {
        assertThat(VisiblePacket.in(hex("c3000000"))).isEmpty();
        assertThat(VisiblePacket.in(hex("c300000001ff00"))).isEmpty();
        assertThat(VisiblePacket.in(hex("f0000000010001cc00"))).isEmpty();
        assertThat(VisiblePacket.in(hex("c3000000010000c0ffffffffffffff"))).isEmpty();
        assertThat(VisiblePacket.in(hex("c300000001000000", "40ff00"))).isEmpty();
        assertThat(VisiblePacket.in(hex())).isEmpty();
    }
}
