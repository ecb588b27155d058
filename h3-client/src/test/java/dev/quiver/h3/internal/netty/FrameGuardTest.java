package dev.quiver.h3.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.quic.internal.spi.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameGuardTest {
    private final Sink sink = new Sink();
    private final FrameGuard guard = new FrameGuard(sink);
    private final EmbeddedChannel channel = new EmbeddedChannel(guard);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void framesComeOutTheSameHoweverTheyAreCut() {
        byte[] stream = bytes(
                frame(0x1, new byte[10]),
                frame(0x21, new byte[70_000]),
                frame(0x0, "hello, ".getBytes(StandardCharsets.US_ASCII)),
                frame(0x0, new byte[0]),
                frame(0x4000_0000L, new byte[3]),
                frame(0xa, new byte[5]),
                frame(0x0, "world".getBytes(StandardCharsets.US_ASCII)),
                frame(0x1, new byte[3_000]));
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Sink cutSink = new Sink();
            FrameGuard cutGuard = new FrameGuard(cutSink);
            EmbeddedChannel cut = new EmbeddedChannel(cutGuard);
            int most = seed == 0 ? 1 : 1 + random.nextInt(4_000);
            int at = 0;
            while (at < stream.length) {
                int length = Math.min(stream.length - at, 1 + random.nextInt(most));
                cut.writeInbound(Unpooled.copiedBuffer(stream, at, length));
                at += length;
            }
            assertThat(cutGuard.insideFrame()).isFalse();
            assertThat(cutSink.data.toString(StandardCharsets.US_ASCII)).isEqualTo("hello, world");
            assertThat(cutSink.frames).isEqualTo(3);
            assertThat(headers(cut)).containsExactly(10, 3_000);
            cut.finishAndReleaseAll();
        }
    }

    @Test
    void anEndInsideAFrameIsKnown() {
        assertThat(guard.insideFrame()).isFalse();
        write(new byte[] {0});
        assertThat(guard.insideFrame()).as("a type without a length").isTrue();
        write(new byte[] {2});
        assertThat(guard.insideFrame()).as("a head without its payload").isTrue();
        write(new byte[] {1});
        assertThat(guard.insideFrame()).isTrue();
        write(new byte[] {1});
        assertThat(guard.insideFrame()).isFalse();
    }

    @Test
    void aDataFrameMayBeLongerThanAnInt() {
        ByteBuf head = Unpooled.buffer();
        head.writeByte(0);
        Varint.write(head, 5L << 32);
        head.writeBytes(new byte[100]);
        channel.writeInbound(head);
        assertThat(sink.violation).isNull();
        assertThat(sink.data.size()).isEqualTo(100);
    }

    @Test
    void aSectionWhoseEncodingIsTooLongIsNotEvenRead() {
        ByteBuf head = Unpooled.buffer();
        head.writeByte(1);
        Varint.write(head, FrameGuard.MAX_FIELD_SECTION + 1);
        channel.writeInbound(head);
        assertThat(sink.violation.code()).isEqualTo(H3ErrorCode.H3_EXCESSIVE_LOAD);
        write(new byte[1_000]);
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Test
    void aSmallSectionThatDecodesToTooMuchFails() {
        // The largest field of the static table, two bytes a time.
        byte[] section = new byte[2 + 2 * 2_600];
        for (int i = 2; i < section.length; i += 2) {
            section[i] = (byte) 0xff;
            section[i + 1] = 0x16;
        }
        write(frame(0x1, section));
        assertThat(sink.violation.code()).isEqualTo(H3ErrorCode.H3_EXCESSIVE_LOAD);
        assertThat(sink.violation.what()).contains(String.valueOf(2_600 * 106));
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0x2, 0x3, 0x4, 0x6, 0x7, 0x8, 0x9, 0xd, 0xf0700, 0xf0701})
    void framesThatHaveNoPlaceOnARequestStream(long type) {
        write(frame(type, new byte[1]));
        assertThat(sink.violation.code()).isEqualTo(H3ErrorCode.H3_FRAME_UNEXPECTED);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x0, 0x21})
    void framesThatCarryNothingWithoutEnd(long type) {
        byte[] empty = frame(type, new byte[0]);
        for (int i = 0; i < FrameGuard.MOST_IDLE_FRAMES; i++) {
            write(empty);
        }
        write(frame(0x0, new byte[1]));
        for (int i = 0; i < FrameGuard.MOST_IDLE_FRAMES; i++) {
            write(empty);
        }
        assertThat(sink.violation).isNull();
        write(empty);
        assertThat(sink.violation.code()).isEqualTo(H3ErrorCode.H3_EXCESSIVE_LOAD);
    }

    @Test
    void aPushThatWasNeverAllowed() {
        write(frame(0x5, new byte[1]));
        assertThat(sink.violation.code()).isEqualTo(H3ErrorCode.H3_ID_ERROR);
    }

    private void write(byte[] bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    }

    private static List<Integer> headers(EmbeddedChannel channel) {
        List<Integer> lengths = new ArrayList<>();
        for (ByteBuf frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            FrameHead head = new FrameHead();
            assertThat(head.read(frame)).isTrue();
            assertThat(head.type()).isEqualTo(1);
            assertThat(head.length()).isEqualTo(frame.readableBytes());
            lengths.add(frame.readableBytes());
            frame.release();
        }
        return lengths;
    }

    private static byte[] frame(long type, byte[] payload) {
        ByteBuf frame = Unpooled.buffer();
        Varint.write(frame, type);
        Varint.write(frame, payload.length);
        frame.writeBytes(payload);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        frame.release();
        return bytes;
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static final class Sink implements FrameSink {
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();
        private int frames;
        private Violation violation;

        @Override
        public void dataFrame() {
            frames++;
        }

        @Override
        public void data(ByteBuf in, int length) {
            byte[] bytes = new byte[length];
            in.readBytes(bytes);
            data.writeBytes(bytes);
        }

        @Override
        public void violated(Violation found) {
            violation = found;
        }
    }
}
