package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.ErrorScope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed responses beside those of {@link BadPeerIT} (RFC 9114 §4.1.2, §4.2, §10.3): they end their stream only. */
@Timeout(120)
class BadResponseIT {
    private static final byte[] STATUS_200 = {(byte) 0xd9};

    static Stream<Arguments> malformed() {
        return Stream.of(statuses(), lengths(), names(), values(), connectionFields(), otherSections())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> statuses() {
        return Stream.of("1000", "99", "-10", "+20", "2e2", "200 ", " 200", "", "2\u00b20")
                .map(status -> head("a status of \"" + status + "\"", field(":status", status)));
    }

    private static Stream<Arguments> lengths() {
        return Stream.of(
                head("two lengths", STATUS_200, field("content-length", "1"), field("content-length", "2")),
                head("two lengths in one", STATUS_200, field("content-length", "1,2")),
                head("a length with a sign", STATUS_200, field("content-length", "+1")),
                head("a length below nothing", STATUS_200, field("content-length", "-1")),
                head("a length in hexadecimal", STATUS_200, field("content-length", "0x1")),
                head("an empty length", STATUS_200, field("content-length", "")),
                body("a body behind 204", field(":status", "204")),
                body("a body behind 304", field(":status", "304")),
                body("more than nothing", STATUS_200, field("content-length", "0")));
    }

    private static Stream<Arguments> names() {
        return Stream.of("a b", " a", "a:b", "a\u0000", "a\u007f", "\u00e4", "a(b)")
                .map(name -> head("a field named \"" + name + "\"", STATUS_200, field(name, "x")));
    }

    private static Stream<Arguments> values() {
        return Stream.of(0x00, 0x01, 0x08, 0x0a, 0x0b, 0x0d, 0x1b, 0x1f, 0x7f)
                .map(c -> head("the character " + c, STATUS_200, field("x", "a" + (char) (int) c + "b")));
    }

    private static Stream<Arguments> connectionFields() {
        return Stream.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade")
                .map(name -> head(name, STATUS_200, field(name, "x")));
    }

    private static Stream<Arguments> otherSections() {
        byte[] hints = headers(field(":status", "103"));
        return Stream.of(
                Arguments.of(
                        "an interim response with a field of a connection",
                        headers(field(":status", "103"), field("connection", "x"))),
                Arguments.of("an interim response without :status", headers(field("link", "x"))),
                Arguments.of("an interim response and no status", RawPeer.concat(hints, headers(field("x", "y")))),
                Arguments.of("a second final head", RawPeer.concat(RawPeer.OK, RawPeer.OK)),
                Arguments.of("trailers in upper case", RawPeer.concat(RawPeer.OK, headers(field("X", "y")))),
                Arguments.of("trailers with :path", RawPeer.concat(RawPeer.OK, headers(field(":path", "/")))),
                Arguments.of("trailers with a line break", RawPeer.concat(RawPeer.OK, headers(field("x", "a\nb")))),
                Arguments.of("trailers of a connection", RawPeer.concat(RawPeer.OK, headers(field("upgrade", "x")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void endsTheStream(String what, byte[] response) throws Exception {
        try (RawPeer peer = answering(response);
                H3Client client = peer.client()) {
            H3Exception failure = peer.failure(client);
            assertThat(failure).as("the response was taken").isNotNull();
            assertThat(failure.codeName()).isEqualTo("H3_MESSAGE_ERROR");
            assertThat(failure.kind()).isEqualTo(Kind.H3_PROTOCOL);
            assertThat(failure.scope()).isEqualTo(ErrorScope.STREAM);
            assertThat(peer.ok(client)).isEqualTo(200);
            assertThat(peer.groups).as("on the same connection").hasSize(1);
        }
    }

    /** RFC 9114 §4.1.2: a server that has more to say is told to stop, and why. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void tellsTheServer(String what, byte[] response, @TempDir Path qlogs) throws Exception {
        try (RawPeer peer = new RawPeer(RawPeer::control, (group, stream) -> stream.send(ByteBuffer.wrap(response)))) {
            try (H3Client client = peer.clientBuilder().qlog(qlogs).build()) {
                assertThat(peer.failure(client)).as("the response was taken").isNotNull();
            }
            assertThat(sentFrames(qlogs))
                    .containsPattern("\"frame_type\":\"stop_sending\",\"stream_id\":0,[^}]*\"error_code\":"
                            + H3ErrorCode.H3_MESSAGE_ERROR.value() + "\\b");
        }
    }

    /** What a client sent, as its qlogs have it, which are whole when it is closed. */
    private static String sentFrames(Path qlogs) throws IOException {
        StringBuilder sent = new StringBuilder();
        try (Stream<Path> files = Files.list(qlogs)) {
            for (Path file : files.toList()) {
                Files.readString(file)
                        .lines()
                        .filter(line -> line.contains("packet_sent"))
                        .forEach(sent::append);
            }
        }
        return sent.toString();
    }

    /** RFC 9110 §5.5: white space around a value is not a part of it. */
    @Test
    void whiteSpaceAroundAValueIsNotAPartOfIt() throws Exception {
        try (RawPeer peer = answering(headers(STATUS_200, field("x", " \ta b\t "), field("y", "  ")));
                H3Client client = peer.client()) {
            var response = client.send(HttpRequest.newBuilder(peer.uri()).build(), BodyHandlers.discarding());
            assertThat(response.headers().allValues("x")).containsExactly("a b");
            assertThat(response.headers().allValues("y")).containsExactly("");
        }
    }

    /** One byte in each packet: frames' heads, sections and bodies may be cut anywhere. */
    @Test
    void aResponseMayComeByteByByte() throws Exception {
        byte[] response = RawPeer.concat(
                RawPeer.bytes(0x40, 0x21, 0x40, 0x02, 9, 9),
                headers(field(":status", "103"), field("link", "</a>")),
                RawPeer.bytes(0x40, 0x01, 0x40, 0x03, 0, 0, 0xd9),
                RawPeer.bytes(0x80, 0, 0, 0, 0x40, 2, 'h', 'i'),
                RawPeer.bytes(0, 0),
                headers(field("x", "y")));
        try (RawPeer peer = new RawPeer(RawPeer::control, (group, stream) -> dribble(stream, response, 0));
                H3Client client = peer.client()) {
            H3Response<String> whole =
                    client.send(HttpRequest.newBuilder(peer.uri()).build(), BodyHandlers.ofString());
            assertThat(whole.body()).isEqualTo("hi");
            assertThat(whole.informational()).hasSize(1);
            assertThat(whole.trailers().get().allValues("x")).isEqualTo(List.of("y"));
        }
    }

    private static void dribble(BidirectionalStream stream, byte[] bytes, int at) {
        if (at == bytes.length) {
            stream.finish();
            return;
        }
        CompletableFuture<Void> sent = stream.send(ByteBuffer.wrap(bytes, at, 1));
        sent.thenRunAsync(() -> dribble(stream, bytes, at + 1));
    }

    private static RawPeer answering(byte[] response) throws Exception {
        return new RawPeer(RawPeer::control, (group, stream) -> {
            if (stream.id() == 0) {
                RawPeer.send(stream, response);
            } else {
                RawPeer.answer(stream);
            }
        });
    }

    private static Arguments head(String what, byte[]... lines) {
        return Arguments.of(what, headers(lines));
    }

    private static Arguments body(String what, byte[]... lines) {
        return Arguments.of(what, RawPeer.concat(headers(lines), RawPeer.bytes(0, 1, 'x')));
    }

    private static byte[] headers(byte[]... lines) {
        byte[] section = RawPeer.concat(RawPeer.bytes(0, 0), RawPeer.concat(lines));
        return RawPeer.concat(RawPeer.bytes(1, section.length), section);
    }

    /** A literal field line with a literal name (RFC 9204 §4.5.6). */
    private static byte[] field(String name, String value) {
        byte[] key = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] content = value.getBytes(StandardCharsets.ISO_8859_1);
        byte[] length = key.length < 7 ? RawPeer.bytes(0x20 | key.length) : RawPeer.bytes(0x27, key.length - 7);
        return RawPeer.concat(length, key, RawPeer.bytes(content.length), content);
    }
}
