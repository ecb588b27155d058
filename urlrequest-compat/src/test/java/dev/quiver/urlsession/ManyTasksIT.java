package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.Discovery;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A thousand tasks on one session, a third cancelled at random moments, half with a delegate that takes its time. */
class ManyTasksIT {
    private static final int TASKS = 1_000;
    private static final int LENGTH = 40_000;
    private static final long SEED = 20_240_229;

    private final Map<Long, List<String>> calls = new ConcurrentHashMap<>();
    private final Map<Long, Long> bytes = new ConcurrentHashMap<>();
    private final Map<Integer, Queue<UrlSessionTask>> cancelAfter = new ConcurrentHashMap<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch all = new CountDownLatch(TASKS);

    @Test
    void eachEndsExactlyOnceAndInOrder() throws Exception {
        CompletableFuture<Void> invalid = new CompletableFuture<>();
        try (TestServer server = TestServer.start()) {
            UrlSession session = UrlSession.newBuilder(UrlSessionConfiguration.newBuilder()
                            .trust(TrustEvaluator.anchors(server.root()))
                            .discovery(Discovery.HTTP3_ONLY)
                            .build())
                    .delegate(new UrlSessionDelegate() {
                        @Override
                        public void didBecomeInvalid(UrlSession which, @Nullable UrlError error) {
                            invalid.complete(null);
                        }
                    })
                    .build();
            Random random = new Random(SEED);
            List<DataTask> tasks = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                DataTask task = session.dataTask(UrlRequest.of(server.uri("/bytes/" + LENGTH)));
                task.delegate(new Witness(i % 2 == 0));
                calls.put(task.taskIdentifier(), new ArrayList<>());
                if (i % 3 == 0) {
                    cancelAfter
                            .computeIfAbsent(random.nextInt(600), at -> new ConcurrentLinkedQueue<>())
                            .add(task);
                }
                tasks.add(task);
            }
            cancelDue(0);
            tasks.forEach(UrlSessionTask::resume);
            assertThat(all.await(120, TimeUnit.SECONDS)).isTrue();
            session.finishTasksAndInvalidate();
            invalid.get(30, TimeUnit.SECONDS);
            assertThat(session.allTasks()).isEmpty();
            assertThat(tasks).allMatch(task -> task.state() == TaskState.COMPLETED);
            tasks.forEach(this::check);
        }
        assertThat(most).hasValue(1);
    }

    private void check(DataTask task) {
        String story = String.join(" ", calls.get(task.taskIdentifier()));
        if (task.error().isEmpty()) {
            assertThat(story).matches("response( data)+ metrics complete");
            assertThat(bytes.get(task.taskIdentifier())).isEqualTo(LENGTH);
        } else {
            assertThat(task.error().get().code()).isEqualTo(UrlErrorCode.CANCELLED);
            assertThat(story).matches("(response( data)* )?metrics complete");
        }
    }

    private void cancelDue(int count) {
        Queue<UrlSessionTask> due = cancelAfter.remove(count);
        if (due != null) {
            due.forEach(UrlSessionTask::cancel);
        }
    }

    private final class Witness implements UrlSessionDataDelegate {
        private final boolean slow;

        Witness(boolean slow) {
            this.slow = slow;
        }

        @Override
        public CompletionStage<ResponseDisposition> didReceiveResponse(
                UrlSession session, DataTask task, HttpUrlResponse response) {
            note(task, "response");
            return CompletableFuture.completedFuture(ResponseDisposition.ALLOW);
        }

        @Override
        public void didReceiveData(UrlSession session, DataTask task, ByteBuffer data) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            bytes.merge(task.taskIdentifier(), (long) data.remaining(), Long::sum);
            if (slow) {
                digest(data, 10);
            }
            note(task, "data");
            inside.decrementAndGet();
        }

        @Override
        public void didFinishCollectingMetrics(UrlSession session, UrlSessionTask task, TaskMetrics metrics) {
            note(task, "metrics");
        }

        @Override
        public void didComplete(UrlSession session, UrlSessionTask task, @Nullable UrlError error) {
            note(task, "complete");
            cancelDue(ended.incrementAndGet());
            all.countDown();
        }

        private void note(UrlSessionTask task, String call) {
            calls.get(task.taskIdentifier()).add(call);
        }

        private void digest(ByteBuffer data, int times) {
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                for (int i = 0; i < times; i++) {
                    sha.update(data.duplicate());
                }
                sha.digest();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
