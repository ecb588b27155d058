package dev.quiver.benchmarks.peer;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A client that is a {@link HttpClient}: asked through {@code sendAsync}, unless a subclass knows another way. */
public class HttpClientPeer implements Peer {
    private final Target target;
    private final HttpClient client;
    private final Function<HttpResponse<?>, String> protocol;
    private final Runnable end;

    /**
     * Wraps a client.
     *
     * @param protocol finds what a response came over; the JDK's enum knows no HTTP/3 before 26
     * @param end closes the client; the JDK's of before 21 has no end
     */
    public HttpClientPeer(Target target, HttpClient client, Function<HttpResponse<?>, String> protocol, Runnable end) {
        this.target = target;
        this.client = client;
        this.protocol = protocol;
        this.end = end;
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        return send(HttpRequest.newBuilder(target.uri(path)).build());
    }

    @Override
    public CompletableFuture<Reply> put(String path, long bytes) {
        return send(HttpRequest.newBuilder(target.uri(path))
                .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(new Chunks(bytes)), bytes))
                .build());
    }

    /** Sends it without blocking the caller. */
    protected CompletableFuture<Reply> send(HttpRequest request) {
        return client.sendAsync(request, head -> new CountingSubscriber()).thenApply(this::reply);
    }

    /** Sends it and waits. */
    protected Reply sendAndWait(HttpRequest request) throws Exception {
        return reply(client.send(request, head -> new CountingSubscriber()));
    }

    private Reply reply(HttpResponse<Long> response) {
        return new Reply(
                response.statusCode(),
                response.body(),
                protocol.apply(response),
                response.headers().firstValue(Reply.PROTOCOL_FIELD).orElse(null));
    }

    @Override
    public void close() {
        end.run();
    }
}
