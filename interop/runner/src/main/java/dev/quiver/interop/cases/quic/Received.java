package dev.quiver.interop.cases.quic;

import dev.quiver.interop.evidence.KnownFile;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/**
 * What came of a body, which is not kept.
 *
 * @param length in bytes
 * @param sha256 in hex
 */
record Received(long length, String sha256) {
    /** Takes bodies of any length; {@code progress} hears of the bytes as they come. */
    static BodyHandler<Received> handler(LongConsumer progress) {
        return head -> new Digesting(progress);
    }

    private static final class Digesting implements BodySubscriber<Received> {
        private final CompletableFuture<Received> whole = new CompletableFuture<>();
        private final MessageDigest digest = KnownFile.newDigest();
        private final LongConsumer progress;
        private long length;

        Digesting(LongConsumer progress) {
            this.progress = progress;
        }

        @Override
        public CompletionStage<Received> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            long came = 0;
            for (ByteBuffer some : bytes) {
                came += some.remaining();
                digest.update(some);
            }
            length += came;
            progress.accept(came);
        }

        @Override
        public void onError(Throwable thrown) {
            whole.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            whole.complete(new Received(length, HexFormat.of().formatHex(digest.digest())));
        }
    }
}
