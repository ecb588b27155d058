package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.trust.Identity;
import dev.quiver.quic.trust.TrustEvaluator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may come, how many, and how a listener ends. */
@Timeout(120)
class ListenerIT {
    private static final TestIdentity CLIENT = TestIdentity.create();

    private static Loopback wantsClients(LinkedBlockingQueue<QuicConnectionGroup> groups) throws Exception {
        return Loopback.listen(
                b -> b.clientCertificates(true, TrustEvaluator.clientAnchors(List.of(CLIENT.authority()))), group -> {
                    group.onStream(s -> Loopback.echo((BidirectionalStream) s));
                    groups.add(group);
                });
    }

    private static void echo(QuicConnectionGroup group) throws Exception {
        BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
        stream.send(ByteBuffer.wrap(new byte[3])).thenCompose(v -> stream.finish());
        assertThat(Loopback.readAll(stream)).hasSize(3);
    }

    private static QuicException endOf(QuicConnectionGroup group) throws Exception {
        CompletableFuture<QuicException> end = new CompletableFuture<>();
        group.onState(s -> {
            if (s instanceof GroupState.Failed failed) {
                end.complete(failed.cause());
            }
        });
        group.start();
        return end.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aClientShowsWhoItIs() throws Exception {
        LinkedBlockingQueue<QuicConnectionGroup> groups = new LinkedBlockingQueue<>();
        try (Loopback loopback = wantsClients(groups);
                QuicConnectionGroup group = loopback.client()
                        .identity(new Identity(CLIENT.key().getPrivate(), CLIENT.chain()))
                        .build()) {
            echo(group);
            assertThat(groups.poll(5, TimeUnit.SECONDS).handshake().presentedChain())
                    .isEqualTo(CLIENT.chain());
            assertThat(group.handshake()
                            .event(HandshakeEvent.IdentityWanted.class)
                            .offer()
                            .identity())
                    .isNotNull();
        }
    }

    @Test
    void aClientWithoutOrWithAnotherCertificateIsToldWhatIsWanted() throws Exception {
        LinkedBlockingQueue<QuicConnectionGroup> groups = new LinkedBlockingQueue<>();
        TestIdentity other = TestIdentity.create();
        try (Loopback loopback = wantsClients(groups)) {
            QuicConnectionGroup nobody = loopback.client().build();
            assertThat(endOf(nobody).kind()).isEqualTo(QuicException.Kind.CLIENT_CERTIFICATE_WANTED);
            assertThat(nobody.handshake()
                            .event(HandshakeEvent.IdentityWanted.class)
                            .offer()
                            .identity())
                    .isNull();
            QuicConnectionGroup stranger = loopback.client()
                    .identity(new Identity(other.key().getPrivate(), other.chain()))
                    .build();
            assertThat(endOf(stranger).kind()).isEqualTo(QuicException.Kind.CLIENT_CERTIFICATE_WANTED);
            nobody.terminated().get(30, TimeUnit.SECONDS);
            stranger.terminated().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aServerThatIsNotTrustedNeverSeesTheClientsCertificate() throws Exception {
        CompletableFuture<Object> seen = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(
                b -> b.clientCertificates(true, context -> {
                    seen.complete(context);
                    return TrustEvaluator.insecure().evaluate(context);
                }),
                group -> {})) {
            QuicConnectionGroup group = loopback.client()
                    .trust(TrustEvaluator.anchors(List.of(CLIENT.authority())))
                    .identity(new Identity(CLIENT.key().getPrivate(), CLIENT.chain()))
                    .build();
            assertThatThrownBy(() -> group.start().get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            QuicException.class,
                            e -> assertThat(e.kind()).isEqualTo(QuicException.Kind.CERTIFICATE_REJECTED));
            group.terminated().get(30, TimeUnit.SECONDS);
            assertThat(seen).isNotDone();
        }
    }

    @Test
    void moreGroupsThanAllowedAreRefused() throws Exception {
        try (Loopback loopback = Loopback.listen(
                        b -> b.maxGroups(1), group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup first = loopback.client().build()) {
            echo(first);
            QuicConnectionGroup second = loopback.client().build();
            assertThat(endOf(second).code()).isEqualTo(QuicErrorCode.transport(0x02));
            second.terminated().get(30, TimeUnit.SECONDS);
            echo(first);
        }
    }

    @Test
    void aStoppedListenerLetsItsGroupsFinish() throws Exception {
        try (Loopback loopback =
                Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)))) {
            QuicConnectionGroup group = loopback.client().build();
            echo(group);
            loopback.listener.stop();
            assertThat(loopback.listener.state()).isInstanceOf(ListenerState.Draining.class);
            echo(group);
            group.close();
            loopback.listener.terminated().get(30, TimeUnit.SECONDS);
            assertThat(loopback.listener.state()).isInstanceOf(ListenerState.Stopped.class);
        }
    }

    @Test
    void anAddressInUseIsSaid() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> {})) {
            QuicListener second = QuicListener.newBuilder(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.port))
                    .alpn(Loopback.ALPN)
                    .identity(Loopback.IDENTITY.key().getPrivate(), Loopback.IDENTITY.chain())
                    .build();
            assertThatThrownBy(() -> second.start().get(30, TimeUnit.SECONDS))
                    .cause()
                    .hasMessageContaining("cannot listen on UDP");
            second.terminated().get(30, TimeUnit.SECONDS);
            assertThat(second.state()).isInstanceOf(ListenerState.Failed.class);
        }
    }
}
