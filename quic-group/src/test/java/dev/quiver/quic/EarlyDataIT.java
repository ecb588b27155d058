package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.HandshakeReport.EarlyData;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
@Timeout(120)
class EarlyDataIT {
    private static final byte[] REQUEST = "may be repeated".getBytes();
    private static final Consumer<QuicConnectionGroup> ECHO = group -> group.onStream(s -> {
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
                .get(30, TimeUnit.SECONDS);
        assertThat(Loopback.readAll(stream)).isEqualTo(REQUEST);
    }

    /** A whole handshake that leaves a ticket; the qlogs begin anew after it. */
    private void earnTicket(Loopback from) throws Exception {
        try (QuicConnectionGroup group = client(from).build()) {
            echo(group.openStream().get(30, TimeUnit.SECONDS));
            assertThat(group.handshake().resumed()).isFalse();
            assertThat(group.handshake().earlyData()).isEqualTo(EarlyData.NONE);
            group.close();
            group.terminated().get(30, TimeUnit.SECONDS);
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
                HandshakeReport report = group.start().get(30, TimeUnit.SECONDS);
                assertThat(report.resumed()).isTrue();
                assertThat(report.earlyData()).isEqualTo(EarlyData.ACCEPTED);
                assertThat(report.presentedChain()).isEmpty();
                // Streams of both types after it: more than the peer allowed at first.
                for (int i = 0; i < 150; i++) {
                    BidirectionalStream empty = group.openStream().get(30, TimeUnit.SECONDS);
                    empty.finish();
                    assertThat(Loopback.readAll(empty)).isEmpty();
                    group.openSendStream().get(30, TimeUnit.SECONDS).finish().get(30, TimeUnit.SECONDS);
                }
                group.close();
                group.terminated().get(30, TimeUnit.SECONDS);
            }
            assertThat(sentEarly())
                    .anyMatch(r -> r.contains("\"frame_type\":\"stream\"") && r.contains("\"stream_id\":0"));
        }
    }

    @Test
    void withoutTheCallersWordNothingIsSentEarly() throws Exception {
        try (Loopback loopback = Loopback.listen(b -> b.earlyData(true), ECHO)) {
            for (boolean resumed : new boolean[] {false, true}) {
                try (QuicConnectionGroup group =
                        client(loopback).earlyData(false).build()) {
                    echo(group.openStream().get(30, TimeUnit.SECONDS));
                    assertThat(group.handshake().resumed()).isEqualTo(resumed);
                    assertThat(group.handshake().earlyData()).isEqualTo(EarlyData.NONE);
                    group.close();
                    group.terminated().get(30, TimeUnit.SECONDS);
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
                HandshakeReport report = group.start().get(30, TimeUnit.SECONDS);
                assertThat(report.resumed()).isFalse();
                assertThat(report.earlyData()).isEqualTo(EarlyData.REJECTED);
                assertThat(report.presentedChain()).isNotEmpty();
                // And the connection is as good as any.
                echo(group.openStream().get(30, TimeUnit.SECONDS));
                group.openSendStream().get(30, TimeUnit.SECONDS);
                group.close();
                group.terminated().get(30, TimeUnit.SECONDS);
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
                        port, b -> b.earlyData(true).identity(other.key().getPrivate(), other.chain()), ready::add);
                QuicConnectionGroup group = client(impostor).build()) {
            BidirectionalStream stream = group.openStream()
                    .thenApply(s -> {
                        s.send(ByteBuffer.wrap(REQUEST));
                        return s;
                    })
                    .get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> stream.receive(1, 100).get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(QuicException.class, e -> {
                        assertThat(e.kind()).isEqualTo(QuicException.Kind.CERTIFICATE_REJECTED);
                        // Somebody who sees the packets could have sent them on to the real server.
                        assertThat(e.outcome()).isEqualTo(RequestOutcome.UNKNOWN);
                    });
            assertThatThrownBy(() -> group.start().get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            QuicException.class,
                            e -> assertThat(e.kind()).isEqualTo(QuicException.Kind.CERTIFICATE_REJECTED));
            assertThat(group.handshake().earlyData()).isEqualTo(EarlyData.REJECTED);
            group.terminated().get(30, TimeUnit.SECONDS);
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
                        ((ReceiveStream) s)
                                .receive(1, 100)
                                .thenAccept(c -> got.complete(c.data().array()));
                    }
                }))) {
            earnTicket(loopback);
            try (QuicConnectionGroup group = client(loopback).build()) {
                CompletableFuture<SendStream> oneWay = group.openSendStream();
                echoAtOnce(group);
                oneWay.get(30, TimeUnit.SECONDS).send(ByteBuffer.wrap(new byte[] {7}));
                assertThat(got.get(30, TimeUnit.SECONDS)).startsWith(7);
                group.close();
                group.terminated().get(30, TimeUnit.SECONDS);
            }
            assertThat(sentEarly()).noneMatch(r -> r.contains("\"stream_id\":2,"));
        }
    }

    /** RFC 9001 §9.2: early data can be sent again by whoever saw it. The listener waits for the end of the handshake. */
    @Test
    void theListenerActsOnNoRepeatedEarlyData() throws Exception {
        Path server = Files.createDirectory(qlogs.resolve("server"));
        Queue<QuicConnectionGroup> groups = new ConcurrentLinkedQueue<>();
        Queue<QuicStream> streams = new ConcurrentLinkedQueue<>();
        try (Loopback loopback = Loopback.listen(
                        b -> b.earlyData(true).qlog(server).idleTimeout(Duration.ofSeconds(1)), group -> {
                            groups.add(group);
                            group.onStream(s -> {
                                streams.add(s);
                                Loopback.echo((BidirectionalStream) s);
                            });
                        });
                RecordingRelay relay = new RecordingRelay(loopback.port)) {
            try (QuicConnectionGroup group =
                    client(loopback).qlog(qlogs.resolve("none")).build()) {
                echoAtOnce(group);
                group.close();
                group.terminated().get(30, TimeUnit.SECONDS);
            }
            try (QuicConnectionGroup group = client(loopback)
                    .qlog(qlogs.resolve("none"))
                    .remoteAddress(relay.address())
                    .build()) {
                echoAtOnce(group);
                assertThat(group.start().get(30, TimeUnit.SECONDS).resumed()).isTrue();
                group.close();
                group.terminated().get(30, TimeUnit.SECONDS);
            }
            // While the connection lasts its packets are nothing new to the listener.
            for (QuicConnectionGroup group : groups) {
                group.terminated().get(30, TimeUnit.SECONDS);
            }
            assertThat(connectionsWithEarlyStreams(server)).isEqualTo(1);
            relay.repeat();
            // A qlog is complete when its connection has ended: here by its idle timeout, for nobody finishes the
            // handshake.
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (connectionsWithEarlyStreams(server) < 2) {
                assertThat(System.nanoTime())
                        .as("the repeated packets are read")
                        .isLessThan(deadline);
                // Round trips on a third connection, in which the listener could hand over the second.
                try (QuicConnectionGroup group = loopback.client().build()) {
                    echo(group.openStream().get(30, TimeUnit.SECONDS));
                    groups.removeIf(g -> g.handshake().remote().getPort()
                            == group.handshake().local().getPort());
                    streams.removeIf(s -> !groups.contains(s.group()));
                }
            }
            assertThat(groups).hasSize(2);
            assertThat(streams).hasSize(2);
        }
    }

    /** How many connections a server read a stream's frame in a 0-RTT packet on, as its qlogs have it. */
    private static int connectionsWithEarlyStreams(Path directory) throws IOException {
        int found = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                boolean early = Stream.of(Files.readString(file).split("\u001e"))
                        .anyMatch(r -> r.contains("packet_received")
                                && r.contains("\"packet_type\":\"0RTT\"")
                                && r.contains("\"frame_type\":\"stream\""));
                found += early ? 1 : 0;
            }
        }
        return found;
    }
}
