package dev.quiver.urlsession.internal.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecodingChainTest {
    private static final byte[] HELLO = "hello, hello, hello".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource
    void decodesWhateverThePieces(ContentCoding coding) throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            byte[] content = Encoded.content(seed, seed < 3 ? seed : 30_000 * seed);
            byte[] coded = Encoded.by(coding, content);
            assertThat(Decoding.of(List.of(coding), coded, new Random(seed))).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noContentAtAllIsNoContent(ContentCoding coding) throws Exception {
        assertThat(Decoding.of(List.of(coding), new byte[0], new Random(1))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEndInTheMiddleIsSeenWhereverItIs(ContentCoding coding) {
        byte[] coded = Encoded.by(coding, Encoded.content(3, 200));
        for (int length = 1; length < coded.length; length++) {
            byte[] cut = Arrays.copyOf(coded, length);
            assertThatThrownBy(() -> Decoding.of(List.of(coding), cut, new Random(1)))
                    .as("%d of %d bytes", length, coded.length)
                    .isInstanceOf(MalformedContentException.class)
                    .hasMessageStartingWith(coding + ": ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void garbageIsRefusedAndNeverLoops(ContentCoding coding) {
        int refused = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] garbage = seed % 2 == 0 ? new byte[5000] : Encoded.by(coding, Encoded.content(seed, 3000));
            if (seed % 2 == 0) {
                random.nextBytes(garbage);
            } else {
                garbage[random.nextInt(garbage.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                Decoding.of(List.of(coding), garbage, random);
            } catch (MalformedContentException e) {
                refused++;
            }
        }
        // Not all: without a check sum (br, zstd by default, raw deflate) a flipped bit may be a letter changed.
        assertThat(refused).isGreaterThan(150);
    }

    @ParameterizedTest
    @EnumSource
    void aBombIsRefusedBeforeItHasGrown(ContentCoding coding) throws Exception {
        byte[] bomb = Encoded.by(coding, new byte[20_000_000]);
        ExpansionLimit byRatio = new ExpansionLimit(100, 100_000, Long.MAX_VALUE);
        assertThatThrownBy(() -> Decoding.of(List.of(coding), bomb, new Random(1), byRatio))
                .isInstanceOf(MalformedContentException.class)
                .hasMessageContaining("100 times")
                .hasMessageContaining("maximumDecodingRatio");
        ExpansionLimit byTotal = new ExpansionLimit(Long.MAX_VALUE, 0, 1_000_000);
        assertThatThrownBy(() -> Decoding.of(List.of(coding), bomb, new Random(1), byTotal))
                .isInstanceOf(MalformedContentException.class)
                .hasMessageContaining("more than 1000000 bytes");
    }

    @Test
    void whatGrowsInTheMiddleCountsToo() {
        // Outside a bomb, inside nothing: the stage between is where the work is.
        byte[] zeros = Encoded.by(ContentCoding.GZIP, new byte[50_000_000]);
        byte[] twice = Encoded.by(ContentCoding.ZSTD, zeros);
        ExpansionLimit limit = new ExpansionLimit(200, 10_000, Long.MAX_VALUE);
        assertThatThrownBy(
                        () -> Decoding.of(List.of(ContentCoding.GZIP, ContentCoding.ZSTD), twice, new Random(1), limit))
                .isInstanceOf(MalformedContentException.class);
    }

    @Test
    void severalCodingsAreUndoneFromTheLastToTheFirst() throws Exception {
        byte[] content = Encoded.content(9, 250_000);
        byte[] coded = content;
        for (ContentCoding coding : ContentCoding.values()) {
            coded = Encoded.by(coding, coded);
        }
        assertThat(Decoding.of(List.of(ContentCoding.values()), coded, new Random(5)))
                .isEqualTo(content);
    }

    @Test
    void deflateIsTakenWithAndWithoutItsZlibHeader() throws Exception {
        byte[] content = Encoded.content(4, 100_000);
        List<ContentCoding> deflate = List.of(ContentCoding.DEFLATE);
        assertThat(Decoding.of(deflate, Encoded.deflate(content, true), new Random(1)))
                .isEqualTo(content);
        assertThat(Decoding.of(deflate, Encoded.deflate(content, false), new Random(1)))
                .isEqualTo(content);
    }

    @Test
    void gzipMembersFollowEachOther() throws Exception {
        byte[] coded = join(Encoded.gzip(HELLO), Encoded.gzip(new byte[0]), Encoded.gzip(HELLO));
        assertThat(Decoding.of(List.of(ContentCoding.GZIP), coded, new Random(1)))
                .isEqualTo(join(HELLO, HELLO));
    }

    @Test
    void zstdFramesFollowEachOther() throws Exception {
        byte[] frame = Encoded.by(ContentCoding.ZSTD, HELLO);
        // A skippable frame between them (RFC 8878 §3.1.2).
        byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
        assertThat(Decoding.of(List.of(ContentCoding.ZSTD), join(frame, skippable, frame), new Random(1)))
                .isEqualTo(join(HELLO, HELLO));
    }

    @Test
    void aZstdFrameThatWantsALargerWindowThanAContentCodingMayIsRefused() {
        // Magic, no single segment, a window of 2^27 bytes, and an empty last block: RFC 9659 §3 allows 2^23.
        byte[] large = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) ((27 - 10) << 3), 1, 0, 0};
        assertThatThrownBy(() -> Decoding.of(List.of(ContentCoding.ZSTD), large, new Random(1)))
                .isInstanceOf(MalformedContentException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void whatFollowsTheEndIsDropped(ContentCoding coding) throws Exception {
        byte[] coded = join(Encoded.by(coding, HELLO), new byte[] {0, 0, 0, 'x'});
        assertThat(Decoding.of(List.of(coding), coded, new Random(1))).isEqualTo(HELLO);
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"BR", "ZSTD"})
    void whatFollowsTheEndIsDamage(ContentCoding coding) {
        byte[] coded = join(Encoded.by(coding, HELLO), new byte[] {0, 0, 0, 'x'});
        for (int seed = 0; seed < 20; seed++) {
            Random pieces = new Random(seed);
            assertThatThrownBy(() -> Decoding.of(List.of(coding), coded, pieces))
                    .isInstanceOf(MalformedContentException.class);
        }
    }

    @Test
    void aGzipHeaderMayHaveAllItsParts() throws Exception {
        byte[] plain = Encoded.gzip(HELLO);
        byte[] header = Arrays.copyOf(plain, 10);
        header[3] = 0x1e;
        byte[] parts = {3, 0, 'e', 'x', 't', 'n', 'a', 'm', 'e', 0, 'c', 0, 1, 2};
        byte[] coded = join(header, parts, Arrays.copyOfRange(plain, 10, plain.length));
        assertThat(Decoding.of(List.of(ContentCoding.GZIP), coded, new Random(1)))
                .isEqualTo(HELLO);
    }

    @Test
    void anEndlessGzipNameIsNoHeader() {
        byte[] name = new byte[400_000];
        Arrays.fill(name, (byte) 'n');
        byte[] coded = join(new byte[] {0x1f, (byte) 0x8b, 8, 0x08, 0, 0, 0, 0, 0, 0}, name);
        assertThatThrownBy(() -> Decoding.of(List.of(ContentCoding.GZIP), coded, new Random(1)))
                .isInstanceOf(MalformedContentException.class)
                .hasMessageContaining("header");
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatWasFlushedWithoutWaitingForMore(ContentCoding coding) throws Exception {
        byte[] event = "data: now\n\n".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer flushed = ByteBuffer.wrap(Flushed.by(coding, event));
        try (DecodingChain chain = new DecodingChain(List.of(coding), Decoding.UNLIMITED)) {
            ByteBuffer piece = chain.next(flushed);
            assertThat(piece).isNotNull();
            assertThat(StandardCharsets.US_ASCII.decode(piece).toString()).isEqualTo("data: now\n\n");
            assertThat(chain.next(flushed)).isNull();
        }
    }

    @Test
    void decodesNoMoreThanOnePieceAheadOfDemand() throws Exception {
        ByteBuffer input = ByteBuffer.wrap(Encoded.by(ContentCoding.GZIP, new byte[10_000_000]));
        int before = input.remaining();
        try (DecodingChain chain = new DecodingChain(List.of(ContentCoding.GZIP), Decoding.UNLIMITED)) {
            ByteBuffer piece = chain.next(input);
            assertThat(piece).isNotNull();
            assertThat(piece.remaining()).isLessThanOrEqualTo(16 * 1024);
            assertThat(input.remaining()).isGreaterThan(before - 1000);
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (byte[] part : parts) {
                all.write(part);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all.toByteArray();
    }
}
