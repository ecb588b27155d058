package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.Chunk;
import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a request matters is said in its field, and by PRIORITY_UPDATE when that changes (RFC 9218). */
@Timeout(120)
class PriorityIT {
    /** HEADERS with status 200, and DATA of one byte. */
    private static final byte[] BEGINNING = RawPeer.concat(RawPeer.OK, new byte[] {0x00, 0x01, 'x'});

    private static final long PRIORITY_UPDATE = 0xf0700;

    private record Update(long stream, String value) {}

    private static H3Client client(RawPeer peer) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(peer.certificate().root()))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
                .build();
    }

    private static H3Options with(H3Client client, PriorityControl control) {
        return client.options().toBuilder().priorityControl(control).build();
    }

    @Test
    @QuiverServer
    void theFieldIsSentUnlessTheRequestHasOne(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Options options =
                    client.options().toBuilder().priority(new Priority(1, true)).build();
            client.exchange(Clients.get(server, "/bytes/1?a"), options, BodyHandlers.ofString())
                    .get(20, TimeUnit.SECONDS);
            client.exchange(
                            Clients.request(server, "/bytes/1?b")
                                    .header("Priority", "u=6")
                                    .build(),
                            options,
                            BodyHandlers.ofString())
                    .get(20, TimeUnit.SECONDS);
            client.exchange(
                            Clients.get(server, "/bytes/1?c"),
                            with(client, PriorityControl.of(new Priority(0, false))),
                            BodyHandlers.ofString())
                    .get(20, TimeUnit.SECONDS);
            assertThat(said(server, "?a")).isEqualTo("u=1, i");
            assertThat(said(server, "?b")).isEqualTo("u=6");
            assertThat(said(server, "?c")).isEqualTo("u=0");
        }
    }

    private static String said(TestServer server, String which) throws Exception {
        return server.awaitRequest(r -> r.target().endsWith(which), Clients.PATIENCE)
                .fields()
                .first("priority")
                .orElseThrow();
    }

    @Test
    void overTcpTheFieldIsSentToo() throws Exception {
        TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
        try (TcpServer server = new TcpServer(certificate);
                H3Client client = H3Client.newBuilder()
                        .trust(TrustEvaluator.anchors(certificate.root()))
                        .options(H3Options.newBuilder()
                                .discovery(Discovery.NONE)
                                .priority(new Priority(2, false))
                                .build())
                        .build()) {
            client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.ofString());
            assertThat(server.priorities()).containsExactly("u=2");
        }
    }

    @Test
    void aChangeIsToldWhileTheResponseComesAndNotAfter() throws Exception {
        BlockingQueue<BidirectionalStream> requests = new LinkedBlockingQueue<>();
        try (RawPeer peer = new RawPeer(RawPeer::control, (group, stream) -> {
                    stream.send(ByteBuffer.wrap(BEGINNING));
                    requests.add(stream);
                });
                H3Client client = client(peer)) {
            HttpRequest request = HttpRequest.newBuilder(peer.uri()).build();
            PriorityControl first = PriorityControl.of(Priority.DEFAULT);
            H3Response<InputStream> response = client.exchange(
                            request, with(client, first), BodyHandlers.ofInputStream())
                    .get(20, TimeUnit.SECONDS);
            ControlReader control = ControlReader.of(peer);
            first.change(Priority.DEFAULT);
            first.change(new Priority(0, true));
            assertThat(control.next()).isEqualTo(new Update(0, "u=0, i"));
            first.change(new Priority(7, false));
            assertThat(control.next()).isEqualTo(new Update(0, "u=7"));
            taken(requests).finish();
            assertThat(response.body().readAllBytes()).hasSize(1);
            first.change(new Priority(1, false));

            PriorityControl second = PriorityControl.of(Priority.DEFAULT);
            InputStream other = client.exchange(request, with(client, second), BodyHandlers.ofInputStream())
                    .get(20, TimeUnit.SECONDS)
                    .body();
            second.change(new Priority(5, false));
            assertThat(control.next()).as("nothing of the first").isEqualTo(new Update(4, "u=5"));
            taken(requests).finish();
            assertThat(other.readAllBytes()).hasSize(1);
        }
    }

    @Test
    void aChangeBeforeTheStreamIsToldOnceItIsOpen() throws Exception {
        BlockingQueue<BidirectionalStream> requests = new LinkedBlockingQueue<>();
        try (RawPeer peer = new RawPeer(RawPeer::control, (group, stream) -> requests.add(stream));
                H3Client client = client(peer)) {
            PriorityControl control = PriorityControl.of(new Priority(4, false));
            var response = client.exchange(
                    HttpRequest.newBuilder(peer.uri()).build(), with(client, control), BodyHandlers.ofString());
            // The handshake has only begun.
            control.change(new Priority(2, false));
            control.change(new Priority(1, true));
            assertThat(ControlReader.of(peer).next()).isEqualTo(new Update(0, "u=1, i"));
            RawPeer.answer(taken(requests));
            assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @QuiverServer
    void anUploadGoesOnUnderAnotherPriority(TestServer server) throws Exception {
        int size = 8_000_000;
        try (H3Client client = Clients.of(server)) {
            PriorityControl control = PriorityControl.of(Priority.DEFAULT);
            HttpRequest request = Clients.request(server, "/upload")
                    .POST(BodyPublishers.ofByteArray(TestBytes.first(size)))
                    .build();
            var response = client.exchange(request, with(client, control), BodyHandlers.ofString());
            for (int urgency = 0; urgency < 8; urgency++) {
                long enough = size / 10L * (urgency + 1);
                server.awaitRequest(r -> r.bodyBytes() >= enough, Clients.PATIENCE);
                control.change(new Priority(urgency, urgency % 2 == 0));
            }
            assertThat(response.get(20, TimeUnit.SECONDS).body()).isEqualTo(size + " " + TestBytes.sha256(size) + "\n");
        }
    }

    private static BidirectionalStream taken(BlockingQueue<BidirectionalStream> requests) throws Exception {
        return Objects.requireNonNull(requests.poll(20, TimeUnit.SECONDS), "no request came");
    }

    /** Reads the client's control stream, from its type on. */
    private static final class ControlReader {
        private final ReceiveStream stream;
        private final ByteQueue bytes = new ByteQueue();

        private ControlReader(ReceiveStream stream) {
            this.stream = stream;
        }

        /** Whichever of the client's one-way streams is of type 0. */
        static ControlReader of(RawPeer peer) throws Exception {
            while (true) {
                ControlReader reader =
                        new ControlReader(Objects.requireNonNull(peer.oneWays.poll(20, TimeUnit.SECONDS)));
                if (reader.varint() == 0) {
                    return reader;
                }
            }
        }

        /** The next PRIORITY_UPDATE; other frames are skipped. */
        Update next() throws Exception {
            while (true) {
                long type = varint();
                int length = (int) varint();
                need(length);
                if (type == PRIORITY_UPDATE) {
                    int before = bytes.size();
                    long id = varint();
                    int rest = length - (before - bytes.size());
                    return new Update(id, new String(bytes.take(rest), StandardCharsets.US_ASCII));
                }
                bytes.take(length);
            }
        }

        private long varint() throws Exception {
            need(1);
            int length = 1 << ((bytes.peek() & 0xff) >> 6);
            need(length);
            byte[] all = bytes.take(length);
            long value = all[0] & 0x3f;
            for (int i = 1; i < length; i++) {
                value = value << 8 | all[i] & 0xff;
            }
            return value;
        }

        private void need(int count) throws Exception {
            while (bytes.size() < count) {
                Chunk chunk = stream.receive(1, 4096).get(20, TimeUnit.SECONDS);
                bytes.add(chunk);
            }
        }
    }

    private static final class ByteQueue {
        private final ArrayDeque<Byte> bytes = new ArrayDeque<>();

        void add(Chunk chunk) {
            ByteBuffer data = chunk.data();
            while (data.hasRemaining()) {
                bytes.add(data.get());
            }
        }

        int size() {
            return bytes.size();
        }

        byte peek() {
            return bytes.element();
        }

        byte[] take(int count) {
            byte[] taken = new byte[count];
            for (int i = 0; i < count; i++) {
                taken[i] = bytes.remove();
            }
            return taken;
        }
    }
}
