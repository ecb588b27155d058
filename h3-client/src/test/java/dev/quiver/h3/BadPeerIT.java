package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.SendStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that breaks a rule gets the RFC's code, the caller a typed error, and the next request an answer. */
class BadPeerIT {
    private static final Consumer<QuicConnectionGroup> DECENT = RawPeer::control;

    static Stream<Arguments> connectionErrors() {
        return Stream.of(
                connection(
                        "a control stream without SETTINGS",
                        "H3_MISSING_SETTINGS",
                        g -> RawPeer.uni(g, 0x00, 0x07, 0x01, 0x00)),
                connection("SETTINGS twice", "H3_FRAME_UNEXPECTED", g -> RawPeer.uni(g, 0x00, 0x04, 0x00, 0x04, 0x00)),
                connection(
                        "DATA on the control stream",
                        "H3_FRAME_UNEXPECTED",
                        g -> RawPeer.uni(g, 0x00, 0x04, 0x00, 0x00, 0x00)),
                connection(
                        "MAX_PUSH_ID from a server",
                        "H3_FRAME_UNEXPECTED",
                        g -> RawPeer.uni(g, 0x00, 0x04, 0x00, 0x0d, 0x01, 0x00)),
                connection(
                        "a setting of HTTP/2's",
                        "H3_SETTINGS_ERROR",
                        g -> RawPeer.uni(g, 0x00, 0x04, 0x02, 0x04, 0x00)),
                connection(
                        "a setting twice",
                        "H3_SETTINGS_ERROR",
                        g -> RawPeer.uni(g, 0x00, 0x04, 0x04, 0x06, 0x00, 0x06, 0x00)),
                connection("two control streams", "H3_STREAM_CREATION_ERROR", g -> {
                    RawPeer.control(g);
                    RawPeer.control(g);
                }),
                connection("two QPACK encoder streams", "H3_STREAM_CREATION_ERROR", g -> {
                    RawPeer.control(g);
                    RawPeer.uni(g, 0x02);
                    RawPeer.uni(g, 0x02);
                }),
                connection("a push stream", "H3_ID_ERROR", g -> {
                    RawPeer.control(g);
                    RawPeer.uni(g, 0x01);
                }),
                connection(
                        "the control stream ended",
                        "H3_CLOSED_CRITICAL_STREAM",
                        g -> g.openSendStream().thenAccept(s -> {
                            s.send(ByteBuffer.wrap(new byte[] {0, 4, 0}));
                            s.finish();
                        })),
                connection("a bidirectional stream from the server", "H3_STREAM_CREATION_ERROR", g -> {
                    RawPeer.control(g);
                    g.openStream().thenAccept(s -> s.send(ByteBuffer.wrap(new byte[] {0})));
                }),
                connection("a QPACK instruction for a table that is not there", "QPACK_ENCODER_STREAM_ERROR", g -> {
                    RawPeer.control(g);
                    RawPeer.uni(g, 0x02, 0x3f, 0xff, 0xff, 0x7f);
                }),
                connection(
                        "GOAWAY for a stream that is no request", "H3_ID_ERROR", g -> RawPeer.uni(g, 0, 4, 0, 7, 1, 1)),
                request("DATA before HEADERS", "H3_FRAME_UNEXPECTED", RawPeer.bytes(0, 1, 'x')),
                request("SETTINGS on a request stream", "H3_FRAME_UNEXPECTED", RawPeer.bytes(4, 0)),
                request("a frame of HTTP/2's", "H3_FRAME_UNEXPECTED", RawPeer.bytes(6, 0)),
                request("PUSH_PROMISE", "H3_ID_ERROR", RawPeer.bytes(5, 4, 0, 0, 0, 0xd9)),
                request("a field section that is none", "QPACK_DECOMPRESSION_FAILED", RawPeer.bytes(1, 3, 0, 0, 0x80)),
                request("an unknown static index", "QPACK_DECOMPRESSION_FAILED", RawPeer.bytes(1, 4, 0, 0, 0xff, 0x70)),
                request(
                        "DATA behind trailers",
                        "H3_FRAME_UNEXPECTED",
                        RawPeer.concat(RawPeer.OK, RawPeer.bytes(1, 2, 0, 0, 0, 1, 'x'))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("connectionErrors")
    void endsTheConnection(
            String what,
            String code,
            Consumer<QuicConnectionGroup> connection,
            BiConsumer<QuicConnectionGroup, BidirectionalStream> request)
            throws Exception {
        try (RawPeer peer = new RawPeer(connection, request);
                H3Client client = peer.client()) {
            H3Exception failure = peer.failure(client);
            assertThat(failure.kind()).isEqualTo(Kind.H3_PROTOCOL);
            assertThat(failure.scope()).isEqualTo(ErrorScope.CONNECTION);
            assertThat(failure.origin()).isEqualTo(Origin.LOCAL);
            assertThat(failure.codeName()).startsWith(code);
            assertThat(peer.awaitClose().value()).isEqualTo(failure.codeValue());
            assertThat(peer.ok(client)).isEqualTo(200);
        }
    }

    /** Once the client has read what kind of stream it is: a reset may overtake that. */
    @Test
    void theControlStreamReset() throws Exception {
        CompletableFuture<SendStream> control = new CompletableFuture<>();
        AtomicBoolean seen = new AtomicBoolean();
        try (RawPeer peer = new RawPeer(
                        group -> group.openSendStream().thenAccept(stream -> {
                            stream.send(ByteBuffer.wrap(new byte[] {0, 4, 0}));
                            control.complete(stream);
                        }),
                        (group, stream) -> {
                            if (seen.get()) {
                                control.thenAccept(it -> it.reset(0x100));
                            } else {
                                RawPeer.answer(stream);
                            }
                        });
                H3Client client = peer.client()) {
            HttpRequest request = HttpRequest.newBuilder(peer.uri()).build();
            while (client.send(request, BodyHandlers.discarding()).peerStreams().isEmpty()) {
                // Its bytes are on the way.
            }
            seen.set(true);
            H3Exception failure = peer.failure(client);
            assertThat(failure.kind()).isEqualTo(Kind.H3_PROTOCOL);
            assertThat(failure.codeName()).isEqualTo("H3_CLOSED_CRITICAL_STREAM");
            assertThat(peer.awaitClose().value()).isEqualTo(failure.codeValue());
            assertThat(peer.ok(client)).isEqualTo(200);
        }
    }

    static Stream<Arguments> streamErrors() {
        // A literal field line with a literal name: 001N0LLL, name, length, value (RFC 9204 §4.5.6).
        return Stream.of(
                malformed("no :status", 0x21, 'x', 1, 'y'),
                malformed(":status twice", 0xd9, 0xd9),
                malformed("a request's pseudo-header field", 0xd9, 0xd1),
                malformed("an unknown pseudo-header field", 0xd9, 0x22, ':', 'x', 1, 'y'),
                malformed("a pseudo-header field behind others", 0x21, 'x', 1, 'y', 0xd9),
                malformed("upper case", 0xd9, 0x21, 'X', 1, 'y'),
                malformed("an empty name", 0xd9, 0x20, 1, 'y'),
                malformed("CR in a value", 0xd9, 0x21, 'x', 2, 'y', '\r'),
                malformed("NUL in a value", 0xd9, 0x21, 'x', 2, 'y', 0),
                malformed("a status that is no number", 0x5f, 0x09, 3, 'a', 'b', 'c'),
                malformed(
                        "transfer-encoding",
                        0xd9,
                        0x27,
                        10,
                        't',
                        'r',
                        'a',
                        'n',
                        's',
                        'f',
                        'e',
                        'r',
                        '-',
                        'e',
                        'n',
                        'c',
                        'o',
                        'd',
                        'i',
                        'n',
                        'g',
                        1,
                        'x'),
                behind("a pseudo-header field among trailers", 1, 3, 0, 0, 0xd9),
                behind("more than content-length", 0, 5, 1, 2, 3, 4, 5),
                malformed("101", 0x5f, 0x09, 3, '1', '0', '1'),
                malformed("content-length that is no number", 0xd9, 0x54, 1, 'x'),
                malformed("te", 0xd9, 0x27, 3, 'u', 'p', 'g', 'r', 'a', 'd', 'e', '-', 'x', '\n', 1, 'y'));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streamErrors")
    void endsTheStream(String what, byte[] response) throws Exception {
        try (RawPeer peer = new RawPeer(DECENT, (group, stream) -> {
                    if (stream.id() == 0) {
                        RawPeer.send(stream, response);
                    } else {
                        RawPeer.answer(stream);
                    }
                });
                H3Client client = peer.client()) {
            H3Exception failure = peer.failure(client);
            assertThat(failure.kind()).isEqualTo(Kind.H3_PROTOCOL);
            assertThat(failure.scope()).isEqualTo(ErrorScope.STREAM);
            assertThat(failure.codeName()).isEqualTo("H3_MESSAGE_ERROR");
            assertThat(peer.ok(client)).isEqualTo(200);
            assertThat(peer.groups).as("on the same connection").hasSize(1);
        }
    }

    /** A request that is still being sent is reset with the code; of one that was sent only STOP_SENDING could tell. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("streamErrors")
    void theCodeIsOnTheWire(String what, byte[] response) throws Exception {
        CompletableFuture<QuicErrorCode> reset = new CompletableFuture<>();
        try (RawPeer peer = new RawPeer(DECENT, (group, stream) -> {
                    if (stream.id() == 0) {
                        awaitReset(stream, reset);
                        RawPeer.send(stream, response);
                    } else {
                        RawPeer.answer(stream);
                    }
                });
                H3Client client = peer.client();
                SubmissionPublisher<ByteBuffer> endless = new SubmissionPublisher<>()) {
            HttpRequest request = HttpRequest.newBuilder(peer.uri())
                    .POST(BodyPublishers.fromPublisher(endless))
                    .build();
            H3Exception failure =
                    catchThrowableOfType(H3Exception.class, () -> client.send(request, BodyHandlers.ofString()));
            assertThat(failure.codeName()).isEqualTo("H3_MESSAGE_ERROR");
            assertThat(reset.get(20, TimeUnit.SECONDS).value()).isEqualTo(failure.codeValue());
            assertThat(peer.ok(client)).isEqualTo(200);
        }
    }

    private static void awaitReset(BidirectionalStream stream, CompletableFuture<QuicErrorCode> reset) {
        stream.receive(1, 1 << 16).whenComplete((chunk, error) -> {
            if (error != null) {
                Throwable inner = error instanceof CompletionException ? error.getCause() : error;
                reset.complete(((QuicException) inner).code());
            } else if (chunk.last()) {
                reset.completeExceptionally(new AssertionError("the request ended"));
            } else {
                awaitReset(stream, reset);
            }
        });
    }

    @Test
    void whatIsOnlyUnknownIsTolerated() throws Exception {
        try (RawPeer peer = new RawPeer(
                        g -> {
                            // Reserved and unknown settings, a reserved frame (RFC 9114 §7.2.4.1, §7.2.8).
                            RawPeer.uni(g, 0, 4, 5, 0x21, 0x01, 0x40, 0x5f, 0x02, 0x21, 2, 1, 2, 0x40, 0x40, 1, 9);
                            // Stream types: reserved, large, and 2^32, which an int would take for a control stream.
                            RawPeer.uni(g, 0x21, 1, 2, 3);
                            RawPeer.uni(g, 0x80, 0x12, 0x34, 0x56, 1);
                            RawPeer.uni(g, 0xc0, 0, 0, 1, 0, 0, 0, 0, 4, 0);
                            g.openSendStream().thenAccept(s -> s.finish());
                        },
                        (group, stream) -> RawPeer.send(
                                stream,
                                RawPeer.concat(
                                        RawPeer.bytes(0x21, 3, 1, 2, 3),
                                        RawPeer.OK,
                                        RawPeer.bytes(0x40, 0x5f, 0, 0, 2, 'h', 'i', 0x0f, 1, 0))));
                H3Client client = peer.client()) {
            H3Response<String> response =
                    client.send(HttpRequest.newBuilder(peer.uri()).build(), BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("hi");
            while (response.peerStreams().size() < 4) {
                assertThat(peer.ok(client)).isEqualTo(200);
            }
            assertThat(response.peerStreams())
                    .extracting(PeerStream::type)
                    .containsExactly("control", "0x21", "0x123456", "0x100000000");
            assertThat(response.peerSettings()).isEqualTo(Map.of(0x21L, 1L, 0x5fL, 2L));
            assertThat(peer.groups).hasSize(1);
        }
    }

    /** Begins once there is a request to fail: one that was not sent yet would go to the next connection. */
    private static Arguments connection(String what, String code, Consumer<QuicConnectionGroup> script) {
        Consumer<QuicConnectionGroup> nothing = group -> {};
        BiConsumer<QuicConnectionGroup, BidirectionalStream> request = (group, stream) -> script.accept(group);
        return Arguments.of(what, code, nothing, request);
    }

    private static Arguments request(String what, String code, byte[] response) {
        BiConsumer<QuicConnectionGroup, BidirectionalStream> script =
                (group, stream) -> stream.send(ByteBuffer.wrap(response));
        return Arguments.of(what, code, DECENT, script);
    }

    private static Arguments malformed(String what, int... lines) {
        byte[] section = RawPeer.concat(RawPeer.bytes(0, 0), RawPeer.bytes(lines));
        return Arguments.of(what, RawPeer.concat(RawPeer.bytes(1, section.length), section));
    }

    /** What comes behind a head that says {@code content-length: 3}. */
    private static Arguments behind(String what, int... rest) {
        return Arguments.of(what, RawPeer.concat(RawPeer.bytes(1, 6, 0, 0, 0xd9, 0x54, 1, '3'), RawPeer.bytes(rest)));
    }
}
