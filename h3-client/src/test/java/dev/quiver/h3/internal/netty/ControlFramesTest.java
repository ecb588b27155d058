package dev.quiver.h3.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.quic.internal.spi.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server says on its control and QPACK streams, cut anywhere. */
class ControlFramesTest {
    private final List<Object> heard = new ArrayList<>();
    private final ControlFrames.Sink sink = new ControlFrames.Sink() {
        @Override
        public Violation settings(Map<Long, Long> settings) {
            heard.add(settings);
            return null;
        }

        @Override
        public void goAway(long id) {
            heard.add(id);
        }
    };

    @Test
    void isHeardTheSameHoweverItIsCut() {
        // SETTINGS, a reserved frame, ALTSVC of RFC 7838, GOAWAY, GOAWAY in eight bytes.
        byte[] whole = HexFormat.of()
                .parseHex(
                        "0407" + "068000ffff" + "3301" + "2103010203" + "0a020000" + "070108" + "0708c000000000000004");
        for (int seed = 0; seed < 200; seed++) {
            heard.clear();
            Random random = new Random(seed);
            ControlFrames frames = new ControlFrames(sink);
            for (int at = 0; at < whole.length; ) {
                int length = seed == 0 ? 1 : Math.min(whole.length - at, 1 + random.nextInt(8));
                assertThat(frames.read(Unpooled.wrappedBuffer(whole, at, length)))
                        .isNull();
                at += length;
            }
            assertThat(heard).containsExactly(Map.of(6L, 0xffffL, 0x33L, 1L), 8L, 4L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0400 800f070000, 105",
        "0400 0500, 105",
        "0402 0001, 109",
        "0404 06010602, 109",
        "0401 06, 106",
        "0400 070240, 0",
        "0400 0709c000000000000004ff, 106",
        "0400 0700, 106",
        "0700, 10a"
    })
    void whatBreaksARule(String hex, String code) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Violation broken = new ControlFrames(sink).read(Unpooled.wrappedBuffer(bytes));
        if (code.equals("0")) {
            assertThat(broken).as("there is more to come").isNull();
        } else {
            assertThat(broken.code()).isEqualTo(new H3ErrorCode(Long.parseLong(code, 16)));
        }
    }

    @Test
    void settingsWithoutEnd() {
        ByteBuf settings = Unpooled.buffer().writeByte(4);
        Varint.write(settings, 5_000);
        for (int i = 0; i < 1_000; i++) {
            Varint.write(settings, 0x4000 + i);
            settings.writeByte(0);
        }
        assertThat(new ControlFrames(sink).read(settings).code()).isEqualTo(H3ErrorCode.H3_EXCESSIVE_LOAD);
    }

    @Test
    void theOneThingThatAnEncoderMaySay() {
        assertThat(new EncoderInstructions().read(Unpooled.wrappedBuffer(new byte[] {0x20, 0x20})))
                .isNull();
        assertThat(new EncoderInstructions()
                        .read(Unpooled.wrappedBuffer(new byte[] {0x20, 0x21}))
                        .code())
                .isEqualTo(H3ErrorCode.QPACK_ENCODER_STREAM_ERROR);
    }

    @Test
    void aDecoderMayCancelStreams() {
        DecoderInstructions decoder = new DecoderInstructions();
        for (byte each : HexFormat.of().parseHex("407f80807f45")) {
            assertThat(decoder.read(Unpooled.wrappedBuffer(new byte[] {each}))).isNull();
        }
        assertThat(decoder.read(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81}))
                        .code())
                .isEqualTo(H3ErrorCode.QPACK_DECODER_STREAM_ERROR);
        byte[] endless = HexFormat.of().parseHex("7f" + "ff".repeat(10));
        assertThat(new DecoderInstructions()
                        .read(Unpooled.wrappedBuffer(endless))
                        .code())
                .isEqualTo(H3ErrorCode.QPACK_DECODER_STREAM_ERROR);
    }
}
