package dev.quiver.interop.cases.quic;

import static dev.quiver.testkit.relay.Direction.TO_CLIENT;
import static dev.quiver.testkit.relay.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AmplificationTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 1000);
    private static final int INITIAL = 0xc0;
    private static final int HANDSHAKE = 0xe0;
    private static final int RETRY = 0xf0;

    private final Amplification counted = new Amplification();

    /** One packet that fills a datagram. */
    private static ByteBuffer packet(int first, int bytes, String token) {
        ByteBuffer datagram = ByteBuffer.allocate(bytes);
        datagram.put((byte) first).putInt(1).put((byte) 0).put((byte) 0);
        if (first == INITIAL) {
            datagram.put((byte) token.length()).put(token.getBytes(StandardCharsets.US_ASCII));
        }
        if (first != RETRY) {
            datagram.putShort((short) (0x4000 | datagram.remaining() - 2));
        }
        return datagram.clear();
    }

    private boolean client(int first, int bytes) {
        return counted.passes(TO_SERVER, CLIENT, packet(first, bytes, ""));
    }

    private void server(int first, int bytes) {
        assertThat(counted.passes(TO_CLIENT, CLIENT, packet(first, bytes, ""))).isTrue();
    }

    @Test
    void threeTimesIsAllowedAndNotAByteMore() {
        client(INITIAL, 1200);
        server(INITIAL, 1200);
        server(HANDSHAKE, 2400);
        assertThat(counted.beyond()).isFalse();
        server(HANDSHAKE, 20);
        assertThat(counted.beyond()).isTrue();
        assertThat(counted.told())
                .contains("3620 bytes from the server for 1200 bytes")
                .contains("3.02 times");
    }

    @Test
    void theSecondToTheSeventhAreTakenOutAndDoNotCount() {
        assertThat(client(INITIAL, 1200)).isTrue();
        for (int i = 2; i <= 7; i++) {
            assertThat(client(INITIAL, 1200)).isFalse();
        }
        assertThat(counted.taken()).isEqualTo(6);
        server(INITIAL, 4000);
        assertThat(counted.beyond()).isTrue();
        assertThat(client(HANDSHAKE, 100)).isTrue();
    }

    @Test
    void aHandshakePacketValidatesTheAddress() {
        client(INITIAL, 1200);
        for (int i = 2; i <= 7; i++) {
            client(HANDSHAKE, 100);
        }
        assertThat(counted.validated()).isFalse();
        client(HANDSHAKE, 100);
        assertThat(counted.validated()).isTrue();
        server(HANDSHAKE, 60_000);
        assertThat(counted.beyond()).isFalse();
    }

    @Test
    void aRetrysTokenValidatesItAndNothingIsTakenOut() {
        client(INITIAL, 1200);
        server(RETRY, 100);
        assertThat(counted.passes(TO_SERVER, CLIENT, packet(INITIAL, 1200, "token")))
                .isTrue();
        assertThat(counted.validated()).isTrue();
        assertThat(counted.taken()).isZero();
    }

    @Test
    void otherClientsAndProbesDoNotCount() {
        client(INITIAL, 1200);
        counted.passes(TO_SERVER, CLIENT, ByteBuffer.allocate(1));
        InetSocketAddress other = new InetSocketAddress("127.0.0.1", 1001);
        counted.passes(TO_CLIENT, other, packet(INITIAL, 9000, ""));
        assertThat(counted.beyond()).isFalse();
    }
}
