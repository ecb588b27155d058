package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.HandshakeReport.EarlyData;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Resumption and early data against this project's own listener. */
@Timeout(60)
class EarlyDataIT {
    private static final byte[] REQUEST = "may be repeated".getBytes();
    private static final Consumer<QuicConnectionGroup> ECHO =
            group -> group.onStream(s -> {
                if (s instanceof BidirectionalStream both) {
                    Loopback.echo(both);
                } else {
                    ((ReceiveStream) s).receive(1, 1);
                }
            });

    private final SessionCache sessions = SessionCache.inMemory();
    private final TrustEvaluator trust = TrustEvaluator.anchors(List.of(Loopback.IDENTITY.authority()));

    @TempDir
    Path qlogs;

    private GroupBuilder client(Loopback to) {
        return to.client().trust(trust).sessions(sessions).earlyData(true).qlog(qlogs);
    }

    private static void echo(BidirectionalStream stream) throws Exception {
        stream.send(ByteBuffer.wrap(REQUEST)).thenCompose(v -> stream.finish());
        assertThat(Loopback.readAll(stream)).isEqualTo(REQUEST);
    }

    /** Sends in the very turn in which the stream is opened, before a server could answer. */
    private static void echoAtOnce(QuicConnectionGroup group) throws Exception {
        BidirectionalStream stream = group.openStream()
                .thenApply(s -> {
                    s.send(ByteBuffer.wrap(REQUEST)).thenCompose(v -> s.finish());
                    return s;
                })
                .get(5, TimeUnit.SECONDS);
        assertThat(Loopback.readAll(stream)).isEqualTo(REQUEST);
    }

    /** A whole handshake that leaves a ticket; the qlogs begin anew after it. */
    private void earnTicket(Loopback from) throws Exception {
        try (QuicConnectionGroup group = client(from).build()) {
            echo(group.openStream().get(5, TimeUnit.SECONDS));
            assertThat(group.handshake().resumed()).isFalse();
            assertThat(group.handshake().earlyData()).isEqualTo(EarlyData.NONE);
            group.close();
            group.terminated().get(5, TimeUnit.SECONDS);
        }
        try (Stream<Path> files = Files.list(qlogs)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** What the client sent in 0-RTT packets, as its qlog has it. */
    private List<String> sentEarly() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(qlogs)) {
            for (Path file : files.toList()) {
                for (String record : Files.readString(file).split("\u001e")) {
                    if (record.contains("packet_sent") && record.contains("\"packet_type\":\"0RTT\"")) {
                        found.add(record);
                    }
                }
            }
        }
        return found;
    }

    @Test
    void aResumedGroupSendsBeforeTheServerAnswers() throws Exception {
        try (Loopback loopback = Loopback.listen(b -> b.earlyData(true), ECHO)) {
            earnTicket(loopback);
            try (QuicConnectionGroup group = client(loopback).build()) {
                echoAtOnce(group);
                HandshakeReport report = group.start().get(5, TimeUnit.SECONDS);
                assertThat(report.resumed()).isTrue();
                assertThat(report.earlyData()).isEqualTo(EarlyData.UNKNOWN);
                assertThat(report.presentedChain()).isEmpty();
                // Streams of both types after it: more than the peer allowed at first.
                for (int i = 0; i < 150; i++) {
                    BidirectionalStream empty = group.openStream().get(5, TimeUnit.SECONDS);
                    empty.finish();
                    assertThat(Loopback.readAll(empty)).isEmpty();
                    group.openSendStream().get(5, TimeUnit.SECONDS).finish().get(5, TimeUnit.SECONDS);
                }
                group.close();
                group.terminated().get(5, TimeUnit.SECONDS);
            }
            assertThat(sentEarly()).anyMatch(r -> r.contains("\"frame_type\":\"stream\"") && r.contains("\"stream_id\":0"));
        }
    }

    @Test
    void withoutTheCallersWordNothingIsSentEarly() throws Exception {
        try (Loopback loopback = Loopback.listen(b -> b.earlyData(true), ECHO)) {
            for (boolean resumed : new boolean[] {false, true}) {
                try (QuicConnectionGroup group =
                        client(loopback).earlyData(false).build()) {
                    echo(group.openStream().get(5, TimeUnit.SECONDS));
                    assertThat(group.handshake().resumed()).isEqualTo(resumed);
                    assertThat(group.handshake().earlyData()).isEqualTo(EarlyData.NONE);
                    group.close();
                    group.terminated().get(5, TimeUnit.SECONDS);
                }
            }
            assertThat(sentEarly()).isEmpty();
        }
    }

    @Test
    void aServerThatTakesNoneIsSentNone() throws Exception {
        try (Loopback loopback = Loopback.listen(ECHO)) {
            earnTicket(loopback);
            try (QuicConnectionGroup group = client(loopback).build()) {
                echoAtOnce(group);
                assertThat(group.handshake().resumed()).isTrue();
                assertThat(group.handshake().earlyData()).isEqualTo(EarlyData.NONE);
            }
            assertThat(sentEarly()).isEmpty();
        }
    }

    @Test
    void whatAServerWithNewKeysCannotReadIsSentAgain() throws Exception {
        Queue<QuicStream> arrived = new ConcurrentLinkedQueue<>();
        int port;
        try (Loopback first = Loopback.listen(b -> b.earlyData(true), ECHO)) {
            port = first.port;
            earnTicket(first);
        }
        try (Loopback second = Loopback.listen(
                port,
                b -> b.earlyData(true),
                group -> group.onStream(s -> {
                    arrived.add(s);
                    Loopback.echo((BidirectionalStream) s);
                }))) {
            try (QuicConnectionGroup group = client(second).build()) {
                echoAtOnce(group);
                HandshakeReport report = group.start().get(5, TimeUnit.SECONDS);
                assertThat(report.resumed()).isFalse();
                assertThat(report.earlyData()).isEqualTo(EarlyData.REJECTED);
                assertThat(report.presentedChain()).isNotEmpty();
                // And the connection is as good as any.
                echo(group.openStream().get(5, TimeUnit.SECONDS));
                group.openSendStream().get(5, TimeUnit.SECONDS);
                group.close();
                group.terminated().get(5, TimeUnit.SECONDS);
            }
            assertThat(sentEarly()).isNotEmpty();
            assertThat(arrived).hasSize(2);
        }
    }

    @Test
    void anImpostorNeverGetsWhatWasSentEarly() throws Exception {
        Queue<QuicConnectionGroup> ready = new ConcurrentLinkedQueue<>();
        int port;
        try (Loopback first = Loopback.listen(b -> b.earlyData(true), ECHO)) {
            port = first.port;
            earnTicket(first);
        }
        TestIdentity other = TestIdentity.create();
        try (Loopback impostor = Loopback.listen(
                        port,
                        b -> b.earlyData(true).identity(other.key().getPrivate(), other.chain()),
                        ready::add);
                QuicConnectionGroup group = client(impostor).build()) {
            BidirectionalStream stream = group.openStream()
                    .thenApply(s -> {
                        s.send(ByteBuffer.wrap(REQUEST));
                        return s;
                    })
                    .get(5, TimeUnit.SECONDS);
            assertThatThrownBy(() -> stream.receive(1, 100).get(5, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(QuicException.class, e -> {
                        assertThat(e.kind()).isEqualTo(QuicException.Kind.CERTIFICATE_REJECTED);
                        // Somebody who sees the packets could have sent them on to the real server.
                        assertThat(e.outcome()).isEqualTo(RequestOutcome.UNKNOWN);
                    });
            assertThatThrownBy(() -> group.start().get(5, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            QuicException.class,
                            e -> assertThat(e.kind()).isEqualTo(QuicException.Kind.CERTIFICATE_REJECTED));
            assertThat(group.handshake().earlyData()).isEqualTo(EarlyData.REJECTED);
            group.terminated().get(5, TimeUnit.SECONDS);
        }
        assertThat(sentEarly()).isNotEmpty();
        // The handshake never completed, so there was no key under which the request could have been sent again.
        assertThat(ready).isEmpty();
    }

    @Test
    void aRetryCostsTheEarlyDataNothing() throws Exception {
        try (Loopback loopback = Loopback.listen(b -> b.earlyData(true).retry(true), ECHO)) {
            earnTicket(loopback);
            try (QuicConnectionGroup group = client(loopback).build()) {
                echoAtOnce(group);
                assertThat(group.handshake().retry()).isTrue();
                assertThat(group.handshake().resumed()).isTrue();
            }
        }
    }

    @Test
    void aClearedCacheResumesNothing() throws Exception {
        try (Loopback loopback = Loopback.listen(b -> b.earlyData(true), ECHO)) {
            earnTicket(loopback);
            sessions.clear();
            earnTicket(loopback);
        }
    }

    @Test
    void oneWayStreamsWaitUntilTheGroupIsReady() throws Exception {
        CompletableFuture<byte[]> got = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(
                b -> b.earlyData(true),
                group -> group.onStream(s -> {
                    if (s instanceof BidirectionalStream both) {
                        Loopback.echo(both);
                    } else {
                        ((ReceiveStream) s).receive(1, 100).thenAccept(c -> got.complete(c.data().array()));
                    }
                }))) {
            earnTicket(loopback);
            try (QuicConnectionGroup group = client(loopback).build()) {
                CompletableFuture<SendStream> oneWay = group.openSendStream();
                echoAtOnce(group);
                oneWay.get(5, TimeUnit.SECONDS).send(ByteBuffer.wrap(new byte[] {7}));
                assertThat(got.get(5, TimeUnit.SECONDS)).startsWith(7);
                group.close();
                group.terminated().get(5, TimeUnit.SECONDS);
            }
            assertThat(sentEarly()).noneMatch(r -> r.contains("\"stream_id\":2,"));
        }
    }
}
