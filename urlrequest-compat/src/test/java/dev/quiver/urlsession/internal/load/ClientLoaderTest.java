package dev.quiver.urlsession.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quiver.urlsession.CachePolicy;
import dev.quiver.urlsession.TransactionMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bottom loader takes what was asked for, stops when told, and tells one end. */
class ClientLoaderTest {
    private final HeldClient client = new HeldClient();
    private final List<String> heard = new ArrayList<>();
    private final Load load = new ClientLoader(client, Clock.systemUTC())
            .start(
                    new LoadRequest(
                            URI.create("https://example.com/"),
                            "GET",
                            HttpHeaders.of(Map.of(), (name, value) -> true),
                            null,
                            CachePolicy.USE_PROTOCOL_CACHE_POLICY,
                            null),
                    new Written());

    @Test
    void nothingIsTakenBeforeItIsAskedFor() {
        client.answer();
        assertThat(heard).containsExactly("head 200");
        assertThat(client.batchesAsked()).isZero();

        load.request(1);
        assertThat(client.batchesAsked()).isEqualTo(1);
        client.batch("a", "b", "c");
        assertThat(heard).containsExactly("head 200", "a");

        load.request(1);
        assertThat(heard).containsExactly("head 200", "a", "b");
        load.request(1);
        assertThat(heard).containsExactly("head 200", "a", "b", "c");
        assertThat(client.batchesAsked()).as("nobody wants more").isEqualTo(1);

        load.request(2);
        assertThat(client.batchesAsked()).as("one batch at a time").isEqualTo(2);
        client.batch("d");
        assertThat(client.batchesAsked()).isEqualTo(3);
        client.body().onComplete();
        assertThat(heard).containsExactly("head 200", "a", "b", "c", "d", "done");
    }

    @Test
    void whatWasAskedForBeforeTheHeadCounts() {
        load.request(2);
        client.answer();
        client.batch("a", "b", "c");
        client.body().onComplete();
        assertThat(heard).as("the end comes behind all of the body").containsExactly("head 200", "a", "b");
        load.request(1);
        assertThat(heard).containsExactly("head 200", "a", "b", "c", "done");
    }

    @Test
    void cancellingBeforeTheHeadCancelsTheExchange() {
        load.cancel();
        load.cancel();
        assertThat(client.exchange()).isCancelled();
        assertThat(heard).containsExactly("CancellationException");
        client.answer();
        assertThat(client.bodyCancelled()).isTrue();
        assertThat(heard).containsExactly("CancellationException");
    }

    @Test
    void cancellingInTheBodyStopsIt() {
        client.answer();
        load.request(1);
        client.batch("a", "b");
        load.cancel();
        load.request(5);
        assertThat(client.bodyCancelled()).isTrue();
        client.batch("c");
        client.body().onComplete();
        assertThat(heard).containsExactly("head 200", "a", "CancellationException");
        assertThat(client.batchesAsked()).isEqualTo(1);
    }

    @Test
    void aFailureIsToldOnce() {
        client.answer();
        load.request(1);
        client.body().onError(new IOException("lost"));
        client.body().onError(new IOException("lost again"));
        load.cancel();
        assertThat(heard).containsExactly("head 200", "IOException");
    }

    @Test
    void afterTheEndThereIsNothingToCancel() {
        client.answer();
        client.body().onComplete();
        load.cancel();
        assertThat(heard).containsExactly("head 200", "done");
    }

    @Test
    void noneCannotBeAskedFor() {
        assertThatIllegalArgumentException().isThrownBy(() -> load.request(0));
    }

    /** Writes down all that it is told. */
    private final class Written implements LoadListener {
        @Override
        public void sent(long bodyBytesSent) {
            heard.add("sent " + bodyBytesSent);
        }

        @Override
        public void informational(int status, HttpHeaders fields) {
            heard.add("interim " + status);
        }

        @Override
        public void head(LoadHead head) {
            heard.add("head " + head.status());
        }

        @Override
        public void data(ByteBuffer buffer) {
            heard.add(StandardCharsets.UTF_8.decode(buffer).toString());
        }

        @Override
        public void done(@Nullable HttpHeaders trailers, TransactionMetrics metrics) {
            heard.add("done");
        }

        @Override
        public void failed(LoadFailure failure, TransactionMetrics metrics) {
            heard.add(failure.cause().getClass().getSimpleName());
        }
    }
}
