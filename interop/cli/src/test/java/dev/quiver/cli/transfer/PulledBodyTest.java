package dev.quiver.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class PulledBodyTest {
    private final PulledBody body = new PulledBody();
    private final Source source = new Source();

    @Test
    void asksForOnePartAtATime() throws Exception {
        body.onSubscribe(source);
        assertThat(source.requested).isEqualTo(1);
        body.onNext(List.of(bytes(1, 2), ByteBuffer.allocate(0), bytes(3)));
        assertThat(source.requested).isEqualTo(1);
        assertThat(body.next()).isEqualTo(bytes(1, 2));
        assertThat(source.requested).isEqualTo(2);
        assertThat(body.next()).isEqualTo(bytes(3));
        body.onComplete();
        assertThat(body.next()).isNull();
        assertThat(body.next()).isNull();
        body.close();
        assertThat(source.cancelled).isFalse();
    }

    @Test
    void handsOverAllThatCameBeforeTheFailure() throws Exception {
        body.onSubscribe(source);
        body.onNext(List.of(bytes(1), bytes(2)));
        IOException failure = new IOException("cut");
        body.onError(failure);
        assertThat(body.next()).isEqualTo(bytes(1));
        assertThat(body.next()).isEqualTo(bytes(2));
        assertThatThrownBy(body::next).isSameAs(failure);
        assertThatThrownBy(body::next).isSameAs(failure);
    }

    @Test
    void closingEarlyTellsTheServer() {
        body.onSubscribe(source);
        body.onNext(List.of(bytes(1)));
        body.close();
        assertThat(source.cancelled).isTrue();
    }

    @Test
    void anInterruptEndsTheWait() {
        body.onSubscribe(source);
        Thread.currentThread().interrupt();
        assertThatThrownBy(body::next).isInstanceOf(InterruptedException.class);
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    private static final class Source implements Flow.Subscription {
        private long requested;
        private boolean cancelled;

        @Override
        public void request(long n) {
            requested += n;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
