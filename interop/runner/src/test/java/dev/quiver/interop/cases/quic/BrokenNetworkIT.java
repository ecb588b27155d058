package dev.quiver.interop.cases.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.VisiblePacket;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that break rules of QUIC itself: good ones behind something that has them do so. */
@QuiverServer
class BrokenNetworkIT {
    private static final int ASKED = 0x5a7aba2a;
    private static final LinkConditions TWICE =
            LinkConditions.newBuilder().duplicate(1).build();

    @TempDir
    private Path logs;

    private Answer run(String name, InetSocketAddress at, TestServer server, String path) throws Exception {
        Target target = new Target("broken", "localhost", at.getPort(), path, Map.of());
        TrustEvaluator trust = TrustEvaluator.anchors(List.of(server.root()));
        try (Trial trial = new Trial(target, trust, logs, Duration.ofSeconds(40))) {
            return CaseRun.named(name).run(trial);
        }
    }

    private static void assertFailed(Answer answer, String words) {
        assertThat(answer).as(answer.reason()).isInstanceOf(Answer.Failed.class);
        assertThat(answer.reason()).contains(words);
    }

    @Test
    void fourOfEachDatagramAreTooMany(TestServer server) throws Exception {
        try (LossyRelay near =
                        LossyRelay.newBuilder(server.address()).toClient(TWICE).start();
                LossyRelay far =
                        LossyRelay.newBuilder(near.address()).toClient(TWICE).start()) {
            Answer answer = run("amplificationlimit", far.address(), server, "/bytes/9");
            assertFailed(answer, "where RFC 9000 §8.1 allows three times");
        }
    }

    @Test
    void silenceToAnUnknownVersionIsSeen(TestServer server) throws Exception {
        try (LossyRelay deaf = LossyRelay.newBuilder(server.address())
                .tap((direction, client, datagram) -> direction == Direction.TO_CLIENT
                        || VisiblePacket.in(datagram).stream().noneMatch(packet -> packet.version() == ASKED))
                .start()) {
            assertFailed(
                    run("versionnegotiation", deaf.address(), server, "/bytes/9"),
                    "no Version Negotiation packet came for 4 datagrams of 1200 bytes");
        }
    }

    @Test
    void connectionIdsThatAreNotExchangedAreSeen(TestServer server) throws Exception {
        assertFailed(negotiate(server, answer(false, 1)), "not ours exchanged");
    }

    @Test
    void aListWithoutVersionOneIsSeen(TestServer server) throws Exception {
        assertFailed(
                negotiate(server, answer(true, 0x6b3343cf)),
                "QUIC version 1 is not among the versions that the server lists: 0x6b3343cf");
        assertFailed(negotiate(server, answer(true, ASKED)), "which is reserved");
    }

    private static byte[] answer(boolean exchanged, int version) {
        String destination = "0d51756976657220746f20796f75";
        String source = "0866726f6d2075732e";
        String ids = exchanged ? source + destination : destination + source;
        return HexFormat.of().parseHex("8000000000" + ids + String.format("%08x", version));
    }

    /** With a peer that knows nothing but this answer. */
    private Answer negotiate(TestServer server, byte[] answer) throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
                byte[] buffer = new byte[2048];
                while (true) {
                    try {
                        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                        peer.receive(packet);
                        peer.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    } catch (SocketException e) {
                        return; // the test is over
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            Answer found = run(
                    "versionnegotiation",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.getLocalPort()),
                    server,
                    "/");
            peer.close();
            serving.join();
            return found;
        }
    }

    /** A NAT before the server that knows a connection by the port that it began on. */
    @Test
    void aServerThatDoesNotFollowIsSeen(TestServer server) throws Exception {
        Set<InetSocketAddress> known = new HashSet<>();
        try (LossyRelay rigid = LossyRelay.newBuilder(server.address())
                .tap((direction, client, datagram) -> {
                    List<VisiblePacket> packets = VisiblePacket.in(datagram);
                    if (packets.stream().anyMatch(packet -> packet.kind() == VisiblePacket.Kind.INITIAL)) {
                        known.add(client);
                    }
                    return known.contains(client);
                })
                .start()) {
            assertFailed(run("rebind-port", rigid.address(), server, "/bytes/20000"), "on the new path");
        }
    }
}
