package dev.quiver.testkit.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.TestBytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private final RequestLog log = new RequestLog(3);

    private LoggedRequest add(long id) {
        return log.add(1, id, "GET", "/" + id, Fields.EMPTY);
    }

    @Test
    void theOldestAreForgottenFirst() {
        for (long id = 0; id < 5; id++) {
            add(id);
        }
        assertThat(log.snapshot()).extracting(RequestRecord::streamId).containsExactly(2L, 3L, 4L);
        log.clear();
        assertThat(log.snapshot()).isEmpty();
    }

    @Test
    void theFirstEndCounts() {
        LoggedRequest request = add(0);
        request.over(Outcome.RESET_BY_CLIENT, OptionalLong.of(7));
        request.over(Outcome.CONNECTION_LOST, OptionalLong.empty());

        assertThat(log.snapshot().get(0).outcome()).isEqualTo(Outcome.RESET_BY_CLIENT);
        assertThat(log.snapshot().get(0).code()).hasValue(7);
    }

    @Test
    void theDigestIsThatOfTheWholeBody() {
        LoggedRequest request = add(0);
        request.body(ByteBuffer.wrap(TestBytes.first(10)));
        request.body(TestBytes.at(10, 90));
        assertThat(log.snapshot().get(0).bodyEnded()).isFalse();
        request.bodyEnded(Fields.of("a", "b"));

        RequestRecord seen = log.snapshot().get(0);
        assertThat(seen.bodyBytes()).isEqualTo(100);
        assertThat(seen.bodySha256()).isEqualTo(TestBytes.sha256(100));
        assertThat(seen.trailers()).isEqualTo(Fields.of("a", "b"));
    }

    @Test
    void awaitingSeesWhatComesLater() throws Exception {
        assertThat(log.await(r -> true, Duration.ZERO)).isEmpty();
        CompletableFuture<Optional<RequestRecord>> waiter = CompletableFuture.supplyAsync(() -> {
            try {
                return log.await(r -> r.outcome() == Outcome.ANSWERED, Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        add(0).over(Outcome.ANSWERED, OptionalLong.empty());
        assertThat(waiter.get()).get().extracting(RequestRecord::target).isEqualTo("/0");
    }
}
