package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.Route.Outcome;
import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.GroupState;
import dev.quiver.quic.HandshakeReport.EarlyData;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server that takes early data may say in SETTINGS after what it said when it gave the ticket (RFC 9114 §7.2.4.2). */
@Timeout(120)
class RememberedSettingsIT {
    /** MAX_FIELD_SECTION_SIZE 2048, QPACK_MAX_TABLE_CAPACITY 63, QPACK_BLOCKED_STREAMS 10, CONNECT_PROTOCOL, DATAGRAM. */
    private static final int[] BEFORE = {0x06, 0x48, 0x00, 0x01, 63, 0x07, 10, 0x08, 1, 0x33, 1};

    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");

    /** Says other settings on each connection; answers all requests with 200, but for those on some. */
    private static final class Peer implements AutoCloseable {
        private final QuicListener listener;
        private final InetSocketAddress address;
        private final AtomicInteger connections = new AtomicInteger();
        private final BlockingQueue<QuicErrorCode> closed = new LinkedBlockingQueue<>();

        /** @param mute on which connection it answers nothing, beginning with 0 */
        Peer(TestCertificate certificate, int port, int mute, int[]... settings) throws Exception {
            listener = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .alpn("h3")
                    .identity(certificate.privateKey(), certificate.chain())
                    .earlyData(true)
                    .build();
            listener.onGroup(group -> {
                int number = connections.getAndIncrement();
                group.onState(state -> {
                    if (state instanceof GroupState.Failed failed
                            && failed.cause().code() != null
                            && failed.cause().code().value() != H3ErrorCode.H3_NO_ERROR.value()) {
                        closed.add(failed.cause().code());
                    }
                });
                say(group, settings[Math.min(number, settings.length - 1)]);
                group.onStream(stream -> {
                    read((ReceiveStream) stream);
                    if (number != mute && stream instanceof BidirectionalStream both) {
                        RawPeer.answer(both);
                    }
                });
            });
            address = listener.start().get(30, TimeUnit.SECONDS);
        }

        private static void read(ReceiveStream stream) {
            stream.receive(1, 65_536).thenAccept(chunk -> {
                if (!chunk.last()) {
                    read(stream);
                }
            });
        }

        private static void say(QuicConnectionGroup group, int... settings) {
            int[] control = new int[3 + settings.length];
            control[1] = 0x04;
            control[2] = settings.length;
            System.arraycopy(settings, 0, control, 3, settings.length);
            RawPeer.uni(group, control);
        }

        URI uri() {
            return URI.create("https://localhost:" + address.getPort() + "/");
        }

        @Override
        public void close() {
            listener.close();
            listener.terminated().join();
        }
    }

    private H3Client client() {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .options(H3Options.newBuilder()
                        .discovery(Discovery.HTTP3_ONLY)
                        .earlyData(true)
                        .build())
                .build();
    }

    private static H3Response<Void> get(H3Client client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
    }

    /** A whole handshake, settings and a ticket; the next request makes a new connection. */
    private static void earnTicket(H3Client client, URI uri) throws Exception {
        H3Response<String> first =
                Clients.settled(client, HttpRequest.newBuilder(uri).build());
        assertThat(first.handshake().earlyData()).isEqualTo(EarlyData.NONE);
        settle(client, uri, first);
    }

    /** The ticket and the settings of this response's connection have come; the next request makes a new one. */
    private static void settle(H3Client client, URI uri, H3Response<?> first) throws Exception {
        Clients.settled(client, HttpRequest.newBuilder(uri).build());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (first.peerSettings().isEmpty()) {
            assertThat(System.nanoTime()).as("its settings come").isLessThan(deadline);
            get(client, uri);
        }
        client.networkChanged();
    }

    static Stream<Arguments> compatible() {
        return Stream.of(
                Arguments.of("the same", BEFORE),
                Arguments.of("all grown", new int[] {0x06, 0x48, 0x01, 0x01, 63, 0x07, 11, 0x08, 1, 0x33, 1}),
                Arguments.of(
                        "more than before",
                        new int[] {0x06, 0x48, 0x00, 0x01, 63, 0x07, 10, 0x08, 1, 0x33, 1, 0x21, 9}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("compatible")
    void whatIsNotSmallerIsFine(String what, int[] now) throws Exception {
        try (Peer peer = new Peer(certificate, 0, -1, BEFORE, now);
                H3Client client = client()) {
            earnTicket(client, peer.uri());
            H3Response<Void> second = get(client, peer.uri());
            assertThat(second.handshake().earlyData()).isEqualTo(EarlyData.ACCEPTED);
            assertThat(second.route().attempts().get(0).outcome()).isEqualTo(Outcome.WON);
            assertThat(get(client, peer.uri()).statusCode()).isEqualTo(200);
            assertThat(peer.connections).hasValue(2);
            assertThat(peer.closed).isEmpty();
        }
    }

    static Stream<Arguments> incompatible() {
        return Stream.of(
                Arguments.of(
                        "a smaller field section",
                        new int[] {0x06, 0x47, 0xff, 0x01, 63, 0x07, 10, 0x08, 1, 0x33, 1},
                        H3ErrorCode.H3_SETTINGS_ERROR),
                Arguments.of(
                        "no field section",
                        new int[] {0x01, 63, 0x07, 10, 0x08, 1, 0x33, 1},
                        H3ErrorCode.H3_SETTINGS_ERROR),
                Arguments.of(
                        "fewer blocked streams",
                        new int[] {0x06, 0x48, 0x00, 0x01, 63, 0x07, 9, 0x08, 1, 0x33, 1},
                        H3ErrorCode.H3_SETTINGS_ERROR),
                Arguments.of(
                        "no extended CONNECT",
                        new int[] {0x06, 0x48, 0x00, 0x01, 63, 0x07, 10, 0x33, 1},
                        H3ErrorCode.H3_SETTINGS_ERROR),
                Arguments.of(
                        "no datagrams any more",
                        new int[] {0x06, 0x48, 0x00, 0x01, 63, 0x07, 10, 0x08, 1, 0x33, 0},
                        H3ErrorCode.H3_SETTINGS_ERROR),
                Arguments.of(
                        "another table",
                        new int[] {0x06, 0x48, 0x00, 0x01, 62, 0x07, 10, 0x08, 1, 0x33, 1},
                        H3ErrorCode.QPACK_DECODER_STREAM_ERROR),
                Arguments.of(
                        "nothing but what is unknown", new int[] {0x21, 9}, H3ErrorCode.QPACK_DECODER_STREAM_ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incompatible")
    void whatIsSmallerEndsTheConnectionAndASafeRequestGoesAgain(String what, int[] now, H3ErrorCode code)
            throws Exception {
        try (Peer peer = new Peer(certificate, 0, 1, BEFORE, now);
                H3Client client = client()) {
            earnTicket(client, peer.uri());
            H3Response<Void> answered = get(client, peer.uri());
            assertThat(answered.statusCode()).isEqualTo(200);
            // A whole handshake: the ticket was thrown away.
            assertThat(answered.handshake().resumed()).isFalse();
            assertThat(peer.connections).hasValue(3);
            assertThat(peer.closed.poll(30, TimeUnit.SECONDS)).isEqualTo(QuicErrorCode.application(code.value()));
            Route.Attempt first = answered.route().attempts().get(0);
            assertThat(first.outcome()).isEqualTo(Outcome.FAILED);
            isTheServersFault(H3Exception.in(first.failure()), code);
            // What it says now is remembered from here on.
            settle(client, peer.uri(), answered);
            H3Response<Void> early = get(client, peer.uri());
            assertThat(early.handshake().earlyData()).isEqualTo(EarlyData.ACCEPTED);
            assertThat(peer.connections).hasValue(4);
        }
    }

    @Test
    void aRequestThatMustNotGoTwiceFailsAndTheNextIsFine() throws Exception {
        try (Peer peer = new Peer(certificate, 0, 1, BEFORE, new int[] {0x06, 0x47, 0xff});
                H3Client client = client()) {
            earnTicket(client, peer.uri());
            HttpRequest post = HttpRequest.newBuilder(peer.uri())
                    .POST(BodyPublishers.ofString("once"))
                    .build();
            H3Exception failure = H3Exception.in(catchThrowable(() -> client.send(post, BodyHandlers.discarding())));
            isTheServersFault(failure, H3ErrorCode.QPACK_DECODER_STREAM_ERROR);
            assertThat(get(client, peer.uri()).statusCode()).isEqualTo(200);
            assertThat(peer.connections).hasValue(3);
        }
    }

    private static void isTheServersFault(H3Exception failure, H3ErrorCode code) {
        assertThat(failure.kind()).isEqualTo(Kind.H3_PROTOCOL);
        assertThat(failure.origin()).isEqualTo(Origin.LOCAL);
        assertThat(failure.code()).isEqualTo(QuicErrorCode.application(code.value()));
        assertThat(failure).hasMessageContaining("took early data");
    }

    @Test
    void aServerThatTookNoneMaySayWhatItLikes() throws Exception {
        URI uri;
        try (H3Client client = client()) {
            try (Peer first = new Peer(certificate, 0, -1, BEFORE)) {
                uri = first.uri();
                earnTicket(client, uri);
            }
            try (Peer second = new Peer(certificate, uri.getPort(), -1, new int[] {0x06, 0x47, 0xff})) {
                H3Response<Void> response = get(client, uri);
                assertThat(response.handshake().earlyData()).isEqualTo(EarlyData.REJECTED);
                assertThat(get(client, uri).statusCode()).isEqualTo(200);
                assertThat(second.connections).hasValue(1);
                assertThat(second.closed).isEmpty();
            }
        }
    }

    @Test
    void anotherClientRemembersNothing() throws Exception {
        try (Peer peer = new Peer(certificate, 0, -1, BEFORE, new int[] {0x06, 0x47, 0xff});
                H3Client client = client()) {
            earnTicket(client, peer.uri());
            // The server has changed meanwhile, and gave this one its first ticket after that.
            try (H3Client other = client()) {
                earnTicket(other, peer.uri());
                assertThat(get(other, peer.uri()).handshake().earlyData()).isEqualTo(EarlyData.ACCEPTED);
                assertThat(peer.closed).isEmpty();
            }
        }
    }
}
