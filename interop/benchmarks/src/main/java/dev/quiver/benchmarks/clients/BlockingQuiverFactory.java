package dev.quiver.benchmarks.clients;

import dev.quiver.benchmarks.peer.HttpClientPeer;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Reply;
import dev.quiver.benchmarks.peer.Target;
import dev.quiver.h3.H3Client;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Quiver through blocking {@code send}, as many threads as requests in flight. A thread that has its reply sends the next
 * request itself, as a program's loop does.
 */
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
        /** What a caller is to do next; there while it is one. */
        private final ThreadLocal<ArrayDeque<Runnable>> next = new ThreadLocal<>();

        Blocking(Target target, H3Client client, ExecutorService callers) {
            super(target, client, QuiverFactory::protocolOf, client::shutdownNow);
            this.callers = callers;
        }

        @Override
        protected CompletableFuture<Reply> send(HttpRequest request) {
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            Runnable call = () -> {
                try {
                    reply.complete(sendAndWait(request));
                } catch (Throwable failed) {
                    reply.completeExceptionally(failed);
                }
            };
            ArrayDeque<Runnable> own = next.get();
            if (own != null) {
                own.add(call);
            } else {
                callers.execute(() -> runFrom(call));
            }
            return reply;
        }

        private void runFrom(Runnable first) {
            ArrayDeque<Runnable> own = new ArrayDeque<>();
            next.set(own);
            for (Runnable call = first; call != null; call = own.poll()) {
                call.run();
            }
            next.remove();
        }

        @Override
        public void close() {
            super.close();
            callers.shutdownNow();
        }
    }
}
