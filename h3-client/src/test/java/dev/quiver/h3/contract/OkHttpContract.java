package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** What a caller of OkHttp sees, held by OkHttp's own stack over TCP and by Quiver over HTTP/3: the same. */
abstract class OkHttpContract extends OkHttpFollowUps {
    @Test
    void timeouts() {
        Duration little = Duration.ofMillis(300);
        assertThatThrownBy(() -> call(settings().callTimeout(little), "/never").execute())
                .isExactlyInstanceOf(InterruptedIOException.class)
                .hasMessage("timeout");
        assertThatThrownBy(() -> call(settings().connectTimeout(Duration.ZERO).readTimeout(little), "/never")
                        .execute())
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("timeout");
        assertThatThrownBy(() -> {
                    try (Response response = call(settings().readTimeout(little), "/head-then-never")
                            .execute()) {
                        response.body().string();
                    }
                })
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("timeout");
        assertThatThrownBy(() -> {
                    try (Response response = call(settings().callTimeout(Duration.ofSeconds(1)), "/head-then-never")
                            .execute()) {
                        response.body().string();
                    }
                })
                .isExactlyInstanceOf(InterruptedIOException.class)
                .hasMessage("timeout");
        // One that takes its time, but never so long, is let be.
        assertThatThrownBy(() -> {
                    Call call = call(settings().readTimeout(Duration.ZERO), "/head-then-never");
                    try (Response response = call.execute()) {
                        response.body().source().timeout().timeout(300, TimeUnit.MILLISECONDS);
                        response.body().string();
                    }
                })
                .isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void cancellationEndsEveryWait() throws Exception {
        Call waiting = call(settings().readTimeout(Duration.ZERO), "/never");
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        waiting.enqueue(callback(failed));
        awaitSeen("GET /never");
        waiting.cancel();
        assertThat(failed.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThat(waiting.isCanceled()).isTrue();

        Call reading = call(settings().readTimeout(Duration.ZERO), "/head-then-never");
        try (Response response = reading.execute()) {
            assertThat(response.body().source().readByte()).isEqualTo((byte) 'x');
            CompletableFuture<Throwable> end = CompletableFuture.supplyAsync(() -> {
                try {
                    response.body().source().readByte();
                    return null;
                } catch (Throwable thrown) {
                    return thrown;
                }
            });
            reading.cancel();
            assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }

        Call never = call("/text");
        never.cancel();
        assertThatThrownBy(never::execute).isInstanceOf(IOException.class).hasMessage("Canceled");
        try (Response response = call("/text").execute()) {
            assertThat(response.body().string()).isEqualTo(Routes.TEXT);
        }
    }

    @Test
    void bodiesThatCannotBeHadOrBreakOff() throws Exception {
        IOException mine = new IOException("no more paper");
        assertThatThrownBy(() -> execute(request("/echo").post(OkHttpGround.body(-1, false, sink -> {
                    sink.writeUtf8("some").flush();
                    throw mine;
                }))))
                .isSameAs(mine);
        assertThatThrownBy(() -> execute(request("/echo")
                        .post(OkHttpGround.body(
                                10, false, sink -> sink.writeUtf8("too little").writeUtf8("and too much")))))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() ->
                        execute(request("/echo").post(OkHttpGround.body(10, false, sink -> sink.writeUtf8("little")))))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> {
                    try (Response response = call("/broken").execute()) {
                        response.body().bytes();
                    }
                })
                .isInstanceOf(IOException.class);
        try (Response response = call("/endless?id=closed").execute()) {
            assertThat(response.body().source().readByteArray(100_000)).hasSize(100_000);
        }
        Response closed = call("/endless?id=late").execute();
        closed.close();
        assertThatThrownBy(() -> closed.body().source().readByte()).isInstanceOf(IllegalStateException.class);
    }

    private void awaitSeen(String what) {
        long until = System.nanoTime() + Ground.PATIENCE.toNanos();
        while (!routes.seen().contains(what)) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private static Callback callback(CompletableFuture<Throwable> failed) {
        return new Callback() {
            @Override
            public void onFailure(Call call, IOException thrown) {
                failed.complete(thrown);
            }

            @Override
            public void onResponse(Call call, Response response) {
                failed.complete(new AssertionError(response.toString()));
            }
        };
    }
}
