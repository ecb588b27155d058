package dev.quiver.h3.contract;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** What a contract is held on: one client, one protocol, a server with the {@link Routes}. */
interface Ground {
    /** Whether a call fails after this long. */
    java.time.Duration PATIENCE = java.time.Duration.ofSeconds(30);

    /** Which client over which protocol. */
    Setup setup();

    Routes routes();

    URI uri(String path);

    /** A port on which nobody listens. */
    URI nowhere();

    /** A client of this ground to be set up; it trusts the server. The ground ends what is left of it. */
    HttpClient.Builder builder();

    /** A client with nothing more set; the same for all tests of a class. */
    HttpClient client();

    /** A client of the ground's own, closed with the ground. */
    HttpClient built(HttpClient.Builder builder);

    default boolean quiver() {
        return setup().quiver();
    }

    /** Whether this client has a difference; the table in docs/h3-client.md lists each. */
    default boolean has(Difference difference) {
        return quiver() && (difference.overTcpToo() || setup() == Setup.QUIVER_H3);
    }

    default HttpRequest get(String path) {
        return HttpRequest.newBuilder(uri(path)).build();
    }

    default HttpResponse<String> text(HttpClient client, HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }

    default HttpResponse<String> text(String path) throws Exception {
        return text(client(), get(path));
    }

    /**
     * Waits until the server has seen that this endless response was given up. Over HTTP/3 the test server's transport may
     * keep that to itself: there CancelIT looks, with a server that is asked otherwise.
     */
    default void awaitGone(String id) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (setup() != Setup.QUIVER_H3 && !routes().gone(id)) {
            org.assertj.core.api.Assertions.assertThat(System.nanoTime())
                    .as("the server sees the end of " + id)
                    .isLessThan(until);
        }
        org.assertj.core.api.Assertions.assertThat(text("/text").body()).isEqualTo(Routes.TEXT);
    }

    /** What is behind wrappers of futures. */
    static Throwable unwrapped(Throwable error) {
        Throwable inner = error;
        while ((inner instanceof java.util.concurrent.CompletionException
                        || inner instanceof java.util.concurrent.ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
