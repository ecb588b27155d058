package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicConnectionGroup;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a server must not say on its control and QPACK streams (RFC 9114 §6.2, §7.2; RFC 9204 §4), and field sections that
 * cannot be decoded (RFC 9204 §4.5): the connection ends with the RFC's code, and the next request finds a new one.
 */
@Timeout(120)
class BadStreamsIT {
    private static final int[] SETTINGS = {0x00, 0x04, 0x00};

    static Stream<Arguments> ways() {
        return Stream.of(
                        settings(),
                        controlFrames(),
                        ids(),
                        criticalStreams(),
                        encoderInstructions(),
                        decoderInstructions(),
                        sections())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> settings() {
        return Stream.of(
                uni("SETTINGS that end inside an identifier", "H3_FRAME_ERROR", 0, 4, 1, 0x40),
                uni("SETTINGS without the value", "H3_FRAME_ERROR", 0, 4, 1, 6),
                uni("SETTINGS that end inside a value", "H3_FRAME_ERROR", 0, 4, 2, 6, 0x40),
                uni("the setting 0x2 of HTTP/2", "H3_SETTINGS_ERROR", 0, 4, 2, 2, 1),
                uni("the setting 0x3 of HTTP/2", "H3_SETTINGS_ERROR", 0, 4, 2, 3, 1),
                uni("the setting 0x5 of HTTP/2", "H3_SETTINGS_ERROR", 0, 4, 2, 5, 1),
                uni("a datagram setting of 2", "H3_SETTINGS_ERROR", 0, 4, 2, 0x33, 2),
                uni("an extended CONNECT setting of 2", "H3_SETTINGS_ERROR", 0, 4, 2, 8, 2),
                uni("a reserved frame before SETTINGS", "H3_MISSING_SETTINGS", 0, 0x21, 0, 4, 0),
                uni("DATA before SETTINGS", "H3_MISSING_SETTINGS", 0, 0, 1, 'x'));
    }

    private static Stream<Arguments> controlFrames() {
        return Stream.of(
                control("HEADERS on the control stream", "H3_FRAME_UNEXPECTED", 1, 3, 0, 0, 0xd9),
                control("PUSH_PROMISE on the control stream", "H3_FRAME_UNEXPECTED", 5, 4, 0, 0, 0, 0xd9),
                control("PRIORITY of HTTP/2", "H3_FRAME_UNEXPECTED", 2, 1, 0),
                control("PING of HTTP/2", "H3_FRAME_UNEXPECTED", 6, 1, 0),
                control("WINDOW_UPDATE of HTTP/2", "H3_FRAME_UNEXPECTED", 8, 1, 0),
                control("CONTINUATION of HTTP/2", "H3_FRAME_UNEXPECTED", 9, 1, 0),
                control("an empty GOAWAY", "H3_FRAME_ERROR", 7, 0),
                control("a GOAWAY cut short", "H3_FRAME_ERROR", 7, 1, 0x40),
                control("a GOAWAY with more than an id", "H3_FRAME_ERROR", 7, 2, 8, 0),
                control("an empty CANCEL_PUSH", "H3_FRAME_ERROR", 3, 0),
                control("a CANCEL_PUSH with more than an id", "H3_FRAME_ERROR", 3, 2, 0, 0));
    }

    private static Stream<Arguments> ids() {
        return Stream.of(
                control("a GOAWAY that takes back a part", "H3_ID_ERROR", 7, 1, 8, 7, 1, 12),
                control("a GOAWAY of a stream of the server", "H3_ID_ERROR", 7, 1, 9),
                control("a GOAWAY of a one-way stream", "H3_ID_ERROR", 7, 1, 10),
                control("CANCEL_PUSH of what was never allowed", "H3_ID_ERROR", 3, 1, 0));
    }

    private static Stream<Arguments> criticalStreams() {
        return Stream.of(
                script("two QPACK decoder streams", "H3_STREAM_CREATION_ERROR", group -> {
                    RawPeer.uni(group, 3);
                    RawPeer.uni(group, 3);
                }),
                script("the QPACK encoder stream ended", "H3_CLOSED_CRITICAL_STREAM", group -> ended(group, 2)),
                script("the QPACK decoder stream ended", "H3_CLOSED_CRITICAL_STREAM", group -> ended(group, 3)),
                script("the control stream ended before SETTINGS", "H3_CLOSED_CRITICAL_STREAM", group -> {
                    ended(group, 0);
                }));
    }

    private static Stream<Arguments> encoderInstructions() {
        String code = "QPACK_ENCODER_STREAM_ERROR";
        return Stream.of(
                uni("an insertion with a known name", code, 2, 0xc1, 1, 'x'),
                uni("an insertion with a new name", code, 2, 0x41, 'a', 1, 'b'),
                uni("a duplicate", code, 2, 0x00),
                uni("a capacity of 1", code, 2, 0x21));
    }

    private static Stream<Arguments> decoderInstructions() {
        String code = "QPACK_DECODER_STREAM_ERROR";
        return Stream.of(
                uni("an increment of nothing", code, 3, 0x00),
                uni("an increment beyond what was inserted", code, 3, 0x01),
                uni("an acknowledgement of what needs none", code, 3, 0x80));
    }

    private static Stream<Arguments> sections() {
        String code = "QPACK_DECOMPRESSION_FAILED";
        return Stream.of(
                section("no field section at all", code),
                section("half a prefix", code, 0),
                section("a table that is not there is required", code, 2, 0, 0xd9),
                section("a base below nothing", code, 0, 0x80, 0xd9),
                section("a line of the table behind the base", code, 0, 0, 0x10),
                section("a name of the table", code, 0, 0, 0x40, 1, 'x'),
                section("a name of the table behind the base", code, 0, 0, 0x00, 1, 'x'),
                section("a value longer than the section", code, 0, 0, 0x5f, 0x09, 10, '2', '0', '0'),
                section("a name longer than the section", code, 0, 0, 0xd9, 0x27, 10, 'x'),
                section("a Huffman value with eight bits of padding", code, 0, 0, 0xd9, 0x54, 0x82, 0x07, 0xff),
                section("a Huffman value with EOS", code, 0, 0, 0xd9, 0x54, 0x84, 0xff, 0xff, 0xff, 0xff),
                section("a Huffman value padded by zeroes", code, 0, 0, 0xd9, 0x54, 0x81, 0x00),
                section(
                        "an index that overflows",
                        code,
                        0,
                        0,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        0x7f),
                section("an index that goes on", code, 0, 0, 0xff, 0x80));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void endTheConnection(String what, String code, Script script) throws Exception {
        try (RawPeer peer = new RawPeer(group -> {}, (group, stream) -> script.run(group, stream::send));
                H3Client client = peer.client()) {
            H3Exception failure = peer.failure(client);
            assertThat(failure).isNotNull();
            assertThat(failure.codeName()).isEqualTo(code);
            assertThat(failure.kind()).isEqualTo(Kind.H3_PROTOCOL);
            assertThat(failure.scope()).isEqualTo(ErrorScope.CONNECTION);
            assertThat(failure.origin()).isEqualTo(Origin.LOCAL);
            assertThat(peer.awaitClose().value()).isEqualTo(failure.codeValue());
            assertThat(peer.ok(client)).isEqualTo(200);
            assertThat(peer.groups).hasSize(2);
        }
    }

    /** What the server does when it has a request. */
    private interface Script {
        void run(QuicConnectionGroup group, Consumer<ByteBuffer> response);
    }

    private static Arguments script(String what, String code, Consumer<QuicConnectionGroup> script) {
        Script all = (group, response) -> script.accept(group);
        return Arguments.of(what, code, all);
    }

    private static Arguments uni(String what, String code, int... bytes) {
        return script(what, code, group -> RawPeer.uni(group, bytes));
    }

    /** Frames behind SETTINGS. */
    private static Arguments control(String what, String code, int... frames) {
        int[] bytes = new int[SETTINGS.length + frames.length];
        System.arraycopy(SETTINGS, 0, bytes, 0, SETTINGS.length);
        System.arraycopy(frames, 0, bytes, SETTINGS.length, frames.length);
        return uni(what, code, bytes);
    }

    private static void ended(QuicConnectionGroup group, int type) {
        group.openSendStream().thenAccept(stream -> {
            stream.send(ByteBuffer.wrap(RawPeer.bytes(type)));
            stream.finish();
        });
    }

    /** A HEADERS frame with this payload. */
    private static Arguments section(String what, String code, int... payload) {
        byte[] frame = RawPeer.concat(RawPeer.bytes(1, payload.length), RawPeer.bytes(payload));
        Script script = (group, response) -> {
            RawPeer.control(group);
            response.accept(ByteBuffer.wrap(frame));
        };
        return Arguments.of(what, code, script);
    }
}
