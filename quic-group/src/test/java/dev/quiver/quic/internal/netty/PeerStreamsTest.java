package dev.quiver.quic.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.Initiator;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicStream;
import dev.quiver.quic.StreamPolicy;
import dev.quiver.quic.StreamType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerStreamsTest {
    private record Numbered(long id) implements QuicStream {
        @Override
        public StreamType type() {
            return StreamType.UNIDIRECTIONAL;
        }

        @Override
        public Initiator initiator() {
            return Initiator.PEER;
        }

        @Override
        public QuicConnectionGroup group() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aStreamThatComesWhileAHandlerRunsIsTakenAtOnceAndDeliveredNext() {
        PeerStreams streams = new PeerStreams(new SerialExecutor(Runnable::run), "peer", StreamPolicy.hold());
        List<Long> delivered = new ArrayList<>();
        streams.arrived(new Numbered(3));
        streams.arrived(new Numbered(7));
        streams.handler(stream -> {
            delivered.add(stream.id());
            if (stream.id() == 3) {
                // The transport's thread, which must not have to wait for a handler.
                CompletableFuture.runAsync(() -> streams.arrived(new Numbered(11)))
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join();
            }
        });
        assertThat(delivered).containsExactly(3L, 7L, 11L);
    }
}
