package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.message.MessageException;
import dev.quiver.quic.message.MessageFramer;
import dev.quiver.quic.message.MessageReceiver;
import dev.quiver.quic.message.MessageSender;
import dev.quiver.quic.message.MessageStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishers, subscribers and messages over a connection. */
@Timeout(120)
class FlowAndMessagesIT {
    private static final FlowControl SMALL = new FlowControl(1 << 20, 1 << 16, 1 << 16, 1 << 16, 100, 100);

    private static Loopback echo() throws Exception {
        return Loopback.listen(
                b -> b.flowControl(SMALL),
                group -> group.onStream(s -> {
                    BidirectionalStream stream = (BidirectionalStream) s;
                    stream.publisher().subscribe(stream.subscriber());
                }));
    }

    private static BidirectionalStream open(QuicConnectionGroup group) throws Exception {
        return group.openStream().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatAPublisherGivesComesBackWhole() throws Exception {
        byte[] sent = new byte[4_000_000];
        new Random(1).nextBytes(sent);
        try (Loopback loopback = echo();
                QuicConnectionGroup group = loopback.client().flowControl(SMALL).build()) {
            BidirectionalStream stream = open(group);
            SendSubscriber<ByteBuffer> subscriber = stream.subscriber();
            BodyPublishers.ofByteArray(sent).subscribe(subscriber);
            assertThat(Loopback.readAll(stream)).isEqualTo(sent);
            subscriber.done().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSubscriberWithoutDemandStallsThePeerAndACancelStopsIt() throws Exception {
        CompletableFuture<CompletableFuture<Void>> sending = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(group ->
                        group.onStream(s -> sending.complete(((SendStream) s).send(ByteBuffer.allocate(4 << 20)))));
                QuicConnectionGroup group = loopback.client().flowControl(SMALL).build()) {
            BidirectionalStream stream = open(group);
            stream.send(ByteBuffer.wrap(new byte[1]));
            CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
            CompletableFuture<ByteBuffer> first = new CompletableFuture<>();
            stream.publisher().subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscribed.complete(subscription);
                    subscription.request(1);
                }

                @Override
                public void onNext(ByteBuffer item) {
                    assertThat(first.complete(item)).as("one was asked for").isTrue();
                }

                @Override
                public void onError(Throwable failure) {
                    first.completeExceptionally(failure);
                }

                @Override
                public void onComplete() {}
            });
            assertThat(first.get(30, TimeUnit.SECONDS).remaining()).isBetween(1, 64 * 1024);
            CompletableFuture<Void> all = sending.get(30, TimeUnit.SECONDS);
            assertThat(all).isNotDone();
            subscribed.join().cancel();
            assertThatThrownBy(() -> all.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            QuicException.class, e -> assertThat(e.scope()).isEqualTo(ErrorScope.STREAM));
        }
    }

    @Test
    void aPublishersFailureReachesThePeerAsAReset() throws Exception {
        CompletableFuture<ReceiveStream> atServer = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(group -> group.onStream(s -> atServer.complete((ReceiveStream) s)));
                QuicConnectionGroup group = loopback.client().build();
                SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
            SendStream stream = group.openSendStream().get(30, TimeUnit.SECONDS);
            publisher.subscribe(stream.subscriber(Runnable::run, 44));
            publisher.submit(ByteBuffer.wrap(new byte[10]));
            ReceiveStream received = atServer.get(30, TimeUnit.SECONDS);
            publisher.closeExceptionally(new IOException("on purpose"));
            assertThatThrownBy(() -> Loopback.readAll(received))
                    .cause()
                    .isInstanceOfSatisfying(
                            QuicException.class, e -> assertThat(e.code()).isEqualTo(QuicErrorCode.application(44)));
        }
    }

    @Test
    void messagesComeBackOneByOneWhateverThePackets() throws Exception {
        Random random = new Random(3);
        List<ByteBuffer> messages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            byte[] message = new byte[random.nextInt(10) == 0 ? random.nextInt(50_000) : random.nextInt(200)];
            random.nextBytes(message);
            messages.add(ByteBuffer.wrap(message));
        }
        MessageFramer framer = MessageFramer.varintLength();
        try (Loopback loopback = Loopback.listen(
                        b -> b.flowControl(SMALL),
                        group -> group.onStream(s -> {
                            MessageStream session = MessageStream.over((BidirectionalStream) s, framer);
                            session.publisher().subscribe(session.subscriber());
                        }));
                QuicConnectionGroup group = loopback.client().flowControl(SMALL).build();
                MessageStream session = MessageStream.over(open(group), framer)) {
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (ByteBuffer message : messages) {
                sent.add(session.send(message.duplicate()));
            }
            assertThat(sent.get(999)).as("5 MB do not fit the windows").isNotDone();
            session.finish();
            for (ByteBuffer message : messages) {
                assertThat(session.receive().get(30, TimeUnit.SECONDS)).contains(message);
            }
            assertThat(session.receive().get(30, TimeUnit.SECONDS)).isEmpty();
            sent.get(999).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTornMessageIsToldAsSuchAndTheGroupGoesOn() throws Exception {
        CompletableFuture<MessageReceiver> atServer = new CompletableFuture<>();
        MessageFramer framer = MessageFramer.varintLength();
        try (Loopback loopback = Loopback.listen(group ->
                        group.onStream(s -> atServer.complete(MessageReceiver.over((ReceiveStream) s, framer))));
                QuicConnectionGroup group = loopback.client().build()) {
            SendStream stream = group.openSendStream().get(30, TimeUnit.SECONDS);
            MessageSender.over(stream, framer).send(ByteBuffer.wrap(new byte[] {7}));
            stream.send(ByteBuffer.wrap(new byte[] {20, 1, 2, 3}));
            stream.finish();
            MessageReceiver receiver = atServer.get(30, TimeUnit.SECONDS);
            assertThat(receiver.receive().get(30, TimeUnit.SECONDS)).contains(ByteBuffer.wrap(new byte[] {7}));
            assertThatThrownBy(() -> receiver.receive().get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(MessageException.class, e -> {
                        assertThat(e.reason()).isEqualTo(MessageException.Reason.TORN);
                        assertThat(e.scope()).isEqualTo(ErrorScope.MESSAGE);
                        assertThat(e).hasMessageContaining("stream 2");
                    });
            assertThat(open(group).id()).isZero();
        }
    }
}
