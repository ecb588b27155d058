package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.Priority;
import dev.quiver.h3.internal.wire.CallHandle;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** A call under way as other threads see it: what they want done is done on the event loop. */
final class RequestHandle implements CallHandle {
    private final RequestStream stream;

    RequestHandle(RequestStream stream) {
        this.stream = stream;
    }

    @Override
    public void readOn() {
        onLoop(stream::readOn);
    }

    @Override
    public void cancel(H3ErrorCode code) {
        onLoop(() -> stream.cancel(code));
    }

    @Override
    public void prioritise(Priority next) {
        onLoop(() -> stream.prioritise(next));
    }

    @Override
    public boolean bodyUntouched() {
        return stream.bodyUntouched();
    }

    @Override
    public long requestBytes() {
        return stream.requestBytes();
    }

    @Override
    public CompletableFuture<Void> sendDatagram(ByteBuffer payload) {
        return datagrams().send(stream.id(), payload);
    }

    @Override
    public OptionalInt maxDatagram() {
        return datagrams().maxSize(stream.id());
    }

    @Override
    public long unclaimedDatagrams() {
        return datagrams().unclaimed();
    }

    private ConnectionDatagrams datagrams() {
        return stream.connection().datagrams();
    }

    private void onLoop(Runnable task) {
        if (stream.connection().loop().inEventLoop()) {
            task.run();
            return;
        }
        try {
            stream.connection().loop().execute(task);
        } catch (RejectedExecutionException shutDown) {
            // The connection is long over, and this call with it.
        }
    }
}
