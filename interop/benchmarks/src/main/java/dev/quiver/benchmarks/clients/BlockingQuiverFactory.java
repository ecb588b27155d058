package dev.quiver.benchmarks.clients;

import dev.quiver.benchmarks.peer.HttpClientPeer;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Reply;
import dev.quiver.benchmarks.peer.Target;
import dev.quiver.h3.H3Client;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Quiver through blocking {@code send}, as many threads as requests in flight. */
public class BlockingQuiverFactory implements PeerFactory {
    @Override
    public final String protocol() {
        return "h3";
    }

    @Override
    public final Peer open(Target target) throws IOException {
        return new Blocking(target, QuiverFactory.client(target), callers());
    }

    /** The threads that wait. */
    ExecutorService callers() {
        return Executors.newCachedThreadPool();
    }

    private static final class Blocking extends HttpClientPeer {
        private final ExecutorService callers;

        Blocking(Target target, H3Client client, ExecutorService callers) {
            super(target, client, QuiverFactory::protocolOf, client::shutdownNow);
            this.callers = callers;
        }

        @Override
        protected CompletableFuture<Reply> send(HttpRequest request) {
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            callers.execute(() -> {
                try {
                    reply.complete(sendAndWait(request));
                } catch (Throwable failed) {
                    reply.completeExceptionally(failed);
                }
            });
            return reply;
        }

        @Override
        public void close() {
            super.close();
            callers.shutdownNow();
        }
    }
}
