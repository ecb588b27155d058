package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EarlyDataAnswerTest {
    /** CRYPTO at 0: EncryptedExtensions with ALPN (16) and early_data (42), and a byte of the next message. */
    private static final byte[] TAKEN = {6, 0, 17, 8, 0, 0, 12, 0, 10, 0, 16, 0, 2, 0, 0, 0, 42, 0, 0, 20};

    /** The same without early_data; a 42 inside another extension is none. */
    private static final byte[] NOT_TAKEN = {6, 0, 13, 8, 0, 0, 8, 0, 6, 0, 16, 0, 2, 0, 42, 20, 0, 0};

    private static final byte[] SECRET = new byte[32];

    private final SealedPacket server = SealedPacket.aes128(SECRET);
    private final EarlyDataAnswer answer = new EarlyDataAnswer();

    @BeforeEach
    void offer() {
        answer.offered();
    }

    private static String logged(byte[] secret) {
        return "SERVER_HANDSHAKE_TRAFFIC_SECRET 00ff " + HexFormat.of().formatHex(secret);
    }

    @Test
    void isReadWhenTheKeysCome() throws Exception {
        answer.packet(server.handshake(0, TAKEN));
        assertThat(answer.accepted()).isNull();
        answer.keyLog("CLIENT_HANDSHAKE_TRAFFIC_SECRET 00ff " + HexFormat.of().formatHex(SECRET));
        assertThat(answer.accepted()).isNull();
        answer.keyLog(logged(SECRET));
        assertThat(answer.accepted()).isTrue();
        assertThat(answer.isWaiting()).isFalse();
    }

    @Test
    void isReadWhenThePacketComes() throws Exception {
        answer.keyLog(logged(SECRET));
        answer.packet(server.handshake(0, NOT_TAKEN));
        assertThat(answer.accepted()).isFalse();
    }

    @Test
    void isReadWithEverySuite() throws Exception {
        byte[] longer = new byte[48];
        isRead(SealedPacket.aes128(SECRET), SECRET);
        isRead(SealedPacket.aes256(longer), longer);
        isRead(SealedPacket.chaCha20(SECRET), SECRET);
    }

    private static void isRead(SealedPacket server, byte[] secret) throws Exception {
        EarlyDataAnswer answer = new EarlyDataAnswer();
        answer.offered();
        answer.packet(server.handshake(0, TAKEN));
        answer.keyLog(logged(secret));
        assertThat(answer.accepted()).isTrue();
    }

    @Test
    void mayBeSpreadOverPacketsInAnyOrder() throws Exception {
        byte[] front = Arrays.copyOf(TAKEN, 12);
        front[2] = 9;
        byte[] back = new byte[11];
        back[0] = 6;
        back[1] = 9;
        back[2] = 8;
        System.arraycopy(TAKEN, 12, back, 3, 8);
        answer.keyLog(logged(SECRET));
        answer.packet(server.handshake(1, back));
        assertThat(answer.accepted()).isNull();
        answer.packet(server.handshake(0, front));
        assertThat(answer.accepted()).isTrue();
    }

    @Test
    void isNotKnownOfWhatCannotBeRead() throws Exception {
        answer.packet(new byte[] {1, 2, 3});
        answer.packet(new byte[40]);
        answer.packet(SealedPacket.aes128(new byte[] {1}).handshake(0, TAKEN));
        answer.keyLog(logged(SECRET));
        assertThat(answer.accepted()).isNull();
        answer.packet(server.handshake(1, TAKEN));
        assertThat(answer.accepted()).as("it is looked for on").isTrue();
    }

    @Test
    void nothingIsKeptOfAFloodOrOfAnOrdinaryHandshake() throws Exception {
        for (int i = 0; i < 16; i++) {
            answer.packet(new byte[40]);
        }
        answer.packet(server.handshake(0, TAKEN));
        answer.keyLog(logged(SECRET));
        assertThat(answer.accepted()).isNull();
        EarlyDataAnswer ordinary = new EarlyDataAnswer();
        ordinary.packet(server.handshake(0, TAKEN));
        ordinary.keyLog(logged(SECRET));
        assertThat(ordinary.accepted()).isNull();
    }
}
