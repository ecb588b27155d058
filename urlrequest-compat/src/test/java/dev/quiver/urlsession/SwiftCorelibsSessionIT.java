package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Scenarios of swift-corelibs-foundation's TestURLSession about sessions and the life of tasks, by name. */
class SwiftCorelibsSessionIT extends CorelibsFixture {
    @Test
    void finishTasksAndInvalidate() throws Exception {
        CompletableFuture<byte[]> told = new CompletableFuture<>();
        session.dataTask(get("/Nepal"), (data, response, error) -> told.complete(data))
                .resume();
        session.finishTasksAndInvalidate();
        delegate.invalid.get(30, TimeUnit.SECONDS);
        assertThat(told).isCompletedWithValueMatching(data -> data.length > 0);
    }

    @Test
    void cancelTask() throws Exception {
        DataTask task = session.dataTask(get("/quiet"));
        task.resume();
        task.cancel();
        assertThat(delegate.awaitEnd()).map(UrlError::code).contains(UrlErrorCode.CANCELLED);
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void suspendResumeTask() throws Exception {
        DataTask task = session.dataTask(get("/Nepal"));
        task.suspend();
        task.suspend();
        assertThat(task.state()).isEqualTo(TaskState.SUSPENDED);
        task.resume();
        assertThat(task.state()).isIn(TaskState.RUNNING, TaskState.COMPLETED);
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(delegate.text()).isEqualTo("Kathmandu");
    }

    @Test
    void cancelledTasksCannotBeResumed() throws Exception {
        DataTask task = session.dataTask(get("/Nepal"));
        task.cancel();
        task.resume();
        assertThat(delegate.awaitEnd()).map(UrlError::code).contains(UrlErrorCode.CANCELLED);
        assertThat(session.allTasks()).isEmpty();
        assertThat(server.server().requests()).isEmpty();
    }

    @Test
    void checkErrorTypeAfterInvalidateAndCancel() throws Exception {
        DataTask task = session.dataTask(get("/quiet"));
        task.resume();
        session.invalidateAndCancel();
        UrlError error = catchThrowableOfType(UrlError.class, task::await);
        assertThat(error.code()).isEqualTo(UrlErrorCode.CANCELLED);
        assertThat(error.errorCode()).isEqualTo(-999);
    }

    @Test
    void taskCountAfterInvalidateAndCancel() throws Exception {
        DataTask first = session.dataTask(get("/quiet"));
        DataTask second = session.dataTask(get("/quiet"));
        DataTask never = session.dataTask(get("/quiet"));
        first.resume();
        second.resume();
        assertThat(session.allTasks()).containsExactly(first, second, never);
        session.invalidateAndCancel();
        delegate.invalid.get(30, TimeUnit.SECONDS);
        never.resume();
        assertThat(never.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(session.allTasks()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> session.dataTask(get("/quiet")));
    }

    @Test
    void sessionDelegateAfterInvalidateAndCancel() throws Exception {
        session.invalidateAndCancel();
        delegate.invalid.get(30, TimeUnit.SECONDS);
        assertThat(delegate.calls).containsExactly("invalid");
    }

    @Test
    void sessionDelegateCalledIfTaskDelegateDoesNotImplement() throws Exception {
        DataTask task = session.dataTask(get("/Nepal"));
        task.delegate(new UrlSessionDataDelegate() {});
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(delegate.calls).containsExactly("created", "response 200", "data", "metrics", "complete ");
    }

    @Test
    void getAllTasks() throws Exception {
        DataTask cancelled = session.dataTask(get("/quiet"));
        DataTask suspended = session.dataTask(get("/quiet"));
        DataTask never = session.dataTask(get("/quiet"));
        cancelled.cancel();
        delegate.awaitEnd();
        suspended.resume();
        suspended.suspend();
        assertThat(session.allTasks()).containsExactly(suspended, never);
    }

    @Test
    void noDoubleCallbackWhenCancellingAndFailingFast() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            DataTask task = session.dataTask(
                    UrlRequest.of(URI.create("failfast://bogus/")), (data, response, error) -> calls.incrementAndGet());
            task.resume();
            task.cancel();
        }
        session.invalidateAndCancel();
        delegate.invalid.get(30, TimeUnit.SECONDS);
        assertThat(calls).hasValue(50);
    }

    @Test
    void getTasksWithCompletion() throws Exception {
        DataTask data = session.dataTask(get("/quiet"));
        UrlRequest put =
                UrlRequest.newBuilder(server.url("/quiet")).httpMethod("PUT").build();
        UploadTask upload = session.uploadTask(put, new byte[3]);
        data.resume();
        data.suspend();
        upload.resume();
        assertThat(session.allTasks()).containsExactly(data, upload);
        assertThat(session.allTasks()).filteredOn(UploadTask.class::isInstance).containsExactly(upload);
    }

    @Test
    void theSharedSessionCannotBeInvalidated() throws Exception {
        UrlSession shared = UrlSession.shared();
        shared.invalidateAndCancel();
        shared.finishTasksAndInvalidate();
        shared.close();
        assertThat(shared).isSameAs(UrlSession.shared());
        assertThat(shared.configuration().timeoutIntervalForRequest()).hasSeconds(60);
        assertThat(shared.load(UrlRequest.of(URI.create("data:,Kathmandu"))).text())
                .isEqualTo("Kathmandu");
    }

    private UrlRequest get(String path) {
        return UrlRequest.of(server.url(path));
    }
}
