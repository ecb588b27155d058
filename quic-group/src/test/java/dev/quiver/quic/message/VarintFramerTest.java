package dev.quiver.quic.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.internal.spi.Varint;
import dev.quiver.quic.message.MessageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The framing of messages by their length. */
class VarintFramerTest {
    private static final int LIMIT = 20_000;

    private final MessageFramer framer = MessageFramer.varintLength(LIMIT);

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private byte[] framed(List<byte[]> messages) throws MessageException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            for (ByteBuffer part : framer.frame(ByteBuffer.wrap(message))) {
                stream.writeBytes(bytes(part));
            }
        }
        return stream.toByteArray();
    }

    private static List<byte[]> parse(MessageFramer.Parser parser, byte[] stream, List<Integer> cuts)
            throws MessageException {
        List<byte[]> messages = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < stream.length; i++) {
            int size = Math.min(cuts.get(i % cuts.size()), stream.length - at);
            ByteBuffer input = ByteBuffer.wrap(stream, at, size);
            at += size;
            while (input.hasRemaining()) {
                ByteBuffer message = parser.parse(input);
                if (message != null) {
                    messages.add(bytes(message));
                } else {
                    assertThat(input.hasRemaining()).isFalse();
                }
            }
        }
        return messages;
    }

    /** The boundaries of the encodings, and all in between. */
    @Provide
    Arbitrary<List<byte[]>> messages() {
        Arbitrary<Integer> sizes = Arbitraries.oneOf(
                Arbitraries.of(0, 1, 62, 63, 64, 65, 4095, 4096, 4097, 16_383, 16_384, LIMIT),
                Arbitraries.integers().between(0, 300));
        return sizes.map(size -> {
                    byte[] message = new byte[size];
                    new java.util.Random(size).nextBytes(message);
                    return message;
                })
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 300)
    void anyCutGivesTheSameMessages(
            @ForAll("messages") List<byte[]> messages,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 5000) Integer> cuts)
            throws MessageException {
        MessageFramer.Parser parser = framer.newParser();
        assertThat(parse(parser, framed(messages), cuts)).containsExactlyElementsOf(messages);
        assertThat(parser.end()).isNull();
    }

    @Property(tries = 300)
    void anEndInsideAMessageIsAlwaysTold(@ForAll("messages") List<byte[]> messages, @ForAll @IntRange(min = 0) int cut)
            throws MessageException {
        byte[] whole = framed(messages);
        int at = 0;
        List<Integer> bounds = new ArrayList<>(List.of(0));
        for (byte[] message : messages) {
            at += framed(List.of(message)).length;
            bounds.add(at);
        }
        int kept = whole.length == 0 ? 0 : cut % (whole.length + 1);
        MessageFramer.Parser parser = framer.newParser();
        parse(parser, java.util.Arrays.copyOf(whole, kept), List.of(777));
        if (bounds.contains(kept)) {
            assertThat(parser.end()).isNull();
        } else {
            assertThatThrownBy(parser::end)
                    .isInstanceOfSatisfying(
                            MessageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TORN));
        }
    }

    @Property(tries = 1000)
    void anyBytesGiveMessagesWithinTheLimitOrATypedError(
            @ForAll @Size(max = 200) byte[] bytes,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 50) Integer> cuts) {
        try {
            assertThat(parse(framer.newParser(), bytes, cuts)).allMatch(message -> message.length <= LIMIT);
        } catch (MessageException e) {
            assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE);
        }
    }

    /** RFC 9000 §A.1. */
    @ParameterizedTest
    @CsvSource({"c2197c5eff14e88c,151288809941952652", "9d7f3e7d,494878333", "7bbd,15293", "25,37", "4025,37"})
    void theIntegersOfTheRfcAreRead(String hex, long value) {
        Varint.Reader reader = new Varint.Reader();
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (int i = 0; i < bytes.length; i++) {
            assertThat(reader.read(ByteBuffer.wrap(bytes, i, 1))).isEqualTo(i == bytes.length - 1);
        }
        assertThat(reader.value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "494878333,9d7f3e7d",
        "15293,7bbd",
        "37,25",
        "63,3f",
        "64,4040",
        "16383,7fff",
        "16384,80004000",
        "1073741823,bfffffff",
        "1073741824,c000000040000000",
        "2147483647,c00000007fffffff"
    })
    void lengthsAreWrittenInTheShortestForm(int value, String hex) {
        ByteBuffer written = ByteBuffer.allocate(Varint.size(value));
        Varint.write(written, value);
        assertThat(HexFormat.of().formatHex(bytes(written.flip()))).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({"1", "4096", "4611686018427387903"})
    void anAnnouncedLengthOverTheLimitIsRefusedBeforeAnyByteOfIt(long over) {
        long length = over == Long.MAX_VALUE >> 1 ? over : LIMIT + over;
        ByteBuffer announced = ByteBuffer.allocate(8).putLong(0, 0xc000_0000_0000_0000L | length);
        assertThatThrownBy(() -> framer.newParser().parse(announced))
                .isInstanceOfSatisfying(MessageException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE);
                    assertThat(e.origin()).isEqualTo(Origin.PEER);
                    assertThat(e.scope()).isEqualTo(ErrorScope.MESSAGE);
                    assertThat(e).hasMessageContaining(Long.toString(length));
                });
    }

    @Test
    void whatIsAnnouncedTakesNoMemoryUntilItComes() throws Exception {
        MessageFramer large = MessageFramer.varintLength(1 << 30);
        List<MessageFramer.Parser> parsers = new ArrayList<>();
        // 200 GiB announced, 200 bytes sent.
        for (int i = 0; i < 200; i++) {
            MessageFramer.Parser parser = large.newParser();
            assertThat(parser.parse(ByteBuffer.allocate(9).putLong(0, 0xc000_0000_4000_0000L)))
                    .isNull();
            parsers.add(parser);
        }
        assertThat(parsers).hasSize(200);
    }

    @Test
    void aMessageOverTheLimitIsNotSent() {
        assertThatThrownBy(() -> framer.frame(ByteBuffer.allocate(LIMIT + 1)))
                .isInstanceOfSatisfying(MessageException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE);
                    assertThat(e.origin()).isEqualTo(Origin.LOCAL);
                    assertThat(e.outcome()).isEqualTo(RequestOutcome.NOT_PROCESSED);
                });
    }

    @Test
    void aReceivedMessageIsItsOwnersAlone() throws Exception {
        byte[] stream = framed(List.of(new byte[] {1}, new byte[] {2}));
        MessageFramer.Parser parser = framer.newParser();
        ByteBuffer input = ByteBuffer.wrap(stream);
        ByteBuffer first = parser.parse(input);
        assertThat(first.capacity()).isEqualTo(1);
        first.put(0, (byte) 99);
        assertThat(stream[1]).isEqualTo((byte) 1);
        assertThat(bytes(parser.parse(input))).containsExactly(2);
    }
}
