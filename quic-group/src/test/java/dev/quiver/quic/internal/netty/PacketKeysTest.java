package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the packets of RFC 9001 Appendix A. */
class PacketKeysTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    private static final byte[] SERVER_INITIAL = hex("""
                    cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a
                    5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3
                    dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84
                    022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4
                    2158407dd074ee
                    """);

    private static final byte[] SERVER_SECRET = hex("3c199828fd139efd216c155ad844cc81fb82fa8d7446fa7d78be803acdda951b");

    /** Behind the token's length, 0, and the packet's. */
    private static final int NUMBER_AT = 18;

    @Test
    void readsTheServersFirstPacket() throws Exception {
        List<PacketKeys> possible = PacketKeys.of(SERVER_SECRET);
        byte[] frames = possible.get(0).open(SERVER_INITIAL, NUMBER_AT, 0);
        assertThat(frames).startsWith(hex("02000000000600405a020000560303ee"));
        assertThat(frames).hasSize(99);
        CryptoBytes crypto = new CryptoBytes(1000);
        crypto.frames(frames);
        assertThat(crypto.beginning()).hasSize(90).startsWith(2, 0, 0, 86);
    }

    @Test
    void otherKeysReadNothing() throws Exception {
        List<PacketKeys> possible = PacketKeys.of(SERVER_SECRET);
        assertThat(possible).hasSize(2);
        assertThat(possible.get(1).open(SERVER_INITIAL, NUMBER_AT, 0)).isNull();
        assertThat(PacketKeys.of(new byte[32]).get(0).open(SERVER_INITIAL, NUMBER_AT, 0))
                .isNull();
        assertThat(possible.get(0).open(Arrays.copyOf(SERVER_INITIAL, 30), NUMBER_AT, 0))
                .isNull();
        assertThat(PacketKeys.of(new byte[48])).hasSize(1);
        assertThat(PacketKeys.of(new byte[7])).isEmpty();
    }

    @Test
    void masksHeadersWithChaCha20() throws Exception {
        PacketKeys keys = PacketKeys.of(hex("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b"))
                .get(1);
        assertThat(keys.mask(hex("5e5cd55c41f69080575d7999c25a5bfb"))).isEqualTo(hex("aefefe7d03"));
    }
}
