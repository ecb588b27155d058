package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ticket stands in for a certificate only if that was judged and trusted. */
@Timeout(120)
class ResumptionTrustIT {
    private final CompletableFuture<TrustVerdict> verdictOnImpostor = new CompletableFuture<>();
    private final TrustEvaluator real = TrustEvaluator.anchors(List.of(Loopback.IDENTITY.authority()));

    /** Takes its time over anybody but the real server. */
    private final TrustEvaluator slow = context -> {
        CompletionStage<TrustVerdict> verdict = real.evaluate(context);
        return verdict.thenCompose(
                v -> v instanceof TrustVerdict.Rejected ? verdictOnImpostor : CompletableFuture.completedFuture(v));
    };

    private static void echo(QuicConnectionGroup group) throws Exception {
        BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
        stream.send(ByteBuffer.wrap(new byte[] {1})).thenCompose(v -> stream.finish());
        assertThat(Loopback.readAll(stream)).hasSize(1);
    }

    @Test
    void aTicketOfAPeerThatIsStillBeingJudgedIsNotUsed() throws Exception {
        SessionCache sessions = SessionCache.inMemory();
        int port;
        try (Loopback server = Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)))) {
            port = server.port;
            try (QuicConnectionGroup group =
                    server.client().trust(slow).sessions(sessions).build()) {
                echo(group);
                group.close();
                group.terminated().get(30, TimeUnit.SECONDS);
            }
        }
        // From here on somebody else has the address, and gives tickets of his own.
        TestIdentity other = TestIdentity.create();
        CompletableFuture<QuicConnectionGroup> atImpostor = new CompletableFuture<>();
        try (Loopback impostor = Loopback.listen(
                        port, b -> b.identity(other.key().getPrivate(), other.chain()), atImpostor::complete);
                QuicConnectionGroup judged =
                        impostor.client().trust(slow).sessions(sessions).build();
                QuicConnectionGroup next =
                        impostor.client().trust(slow).sessions(sessions).build()) {
            judged.start();
            QuicConnectionGroup seenByImpostor = atImpostor.get(30, TimeUnit.SECONDS);
            long before = seenByImpostor.stats().get(30, TimeUnit.SECONDS).packetsReceived();
            seenByImpostor.openSendStream().thenCompose(s -> s.send(ByteBuffer.wrap(new byte[] {1})));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            // What acknowledges this packet has seen the one with the ticket, which goes out when the handshake is
            // done.
            while (seenByImpostor.stats().get(30, TimeUnit.SECONDS).packetsReceived() == before) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            CompletableFuture<HandshakeEvent.ChainPresented> chain = new CompletableFuture<>();
            next.onHandshakeEvent(e -> {
                if (e instanceof HandshakeEvent.ChainPresented presented) {
                    chain.complete(presented);
                }
            });
            CompletableFuture<HandshakeReport> started = next.start();
            CompletableFuture.anyOf(chain, started).get(30, TimeUnit.SECONDS);
            assertThat(started).isNotDone();
            assertThat(chain.get(30, TimeUnit.SECONDS).chain()).isEqualTo(other.chain());
            verdictOnImpostor.complete(new TrustVerdict.Rejected(TlsAlert.UNKNOWN_CA, "not the one", null));
            assertThat(started).failsWithin(java.time.Duration.ofSeconds(5));
        }
        // The context with the impostor's tickets is gone: the real server is judged anew, and trusted.
        try (Loopback server = Loopback.listen(
                        port, b -> b, group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup group =
                        server.client().trust(slow).sessions(sessions).build()) {
            echo(group);
            assertThat(group.handshake().resumed()).isFalse();
        }
    }

    @Test
    void resumingAgainAndAgain() throws Exception {
        SessionCache sessions = SessionCache.inMemory();
        try (Loopback server = Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)))) {
            for (int i = 0; i < 5; i++) {
                try (QuicConnectionGroup group =
                        server.client().trust(real).sessions(sessions).build()) {
                    echo(group);
                    assertThat(group.handshake().resumed()).isEqualTo(i > 0);
                    group.close();
                    group.terminated().get(30, TimeUnit.SECONDS);
                }
            }
        }
    }
}
