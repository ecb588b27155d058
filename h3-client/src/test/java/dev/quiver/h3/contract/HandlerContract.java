package dev.quiver.h3.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's body handlers. */
interface HandlerContract extends Ground {
    private <T> T body(String path, BodyHandler<T> handler) throws Exception {
        return client().send(get(path), handler).body();
    }

    private static byte[] expected(int n) {
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = Routes.value(i);
        }
        return bytes;
    }

    @Test
    default void stringsInTheirCharset() throws Exception {
        assertThat(body("/text", BodyHandlers.ofString())).isEqualTo(Routes.TEXT);
        assertThat(body("/text", BodyHandlers.ofString(ISO_8859_1)))
                .isEqualTo(new String(Routes.TEXT.getBytes(UTF_8), ISO_8859_1));
        assertThat(body("/text?latin", BodyHandlers.ofString())).isEqualTo(Routes.TEXT.replace('€', '?'));
        assertThat(body("/empty", BodyHandlers.ofString())).isEmpty();
    }

    @Test
    default void arraysAndTheirConsumers() throws Exception {
        assertThat(body("/bytes?n=300000", BodyHandlers.ofByteArray())).isEqualTo(expected(300_000));
        ByteArrayOutputStream collected = new ByteArrayOutputStream();
        List<Boolean> ends = new ArrayList<>();
        body(
                "/bytes?n=100000",
                BodyHandlers.ofByteArrayConsumer(
                        part -> part.ifPresentOrElse(collected::writeBytes, () -> ends.add(true))));
        assertThat(collected.toByteArray()).isEqualTo(expected(100_000));
        assertThat(ends).containsExactly(true);
    }

    @Test
    default void inputStreams() throws Exception {
        try (InputStream stream = body("/bytes?n=300000", BodyHandlers.ofInputStream())) {
            assertThat(stream.readAllBytes()).isEqualTo(expected(300_000));
            assertThat(stream.read()).isEqualTo(-1);
        }
        try (InputStream stream = body("/endless?id=stream", BodyHandlers.ofInputStream())) {
            assertThat(stream.readNBytes(100_000)).hasSize(100_000);
        }
        awaitGone("stream");
    }

    @Test
    default void lines() throws Exception {
        try (Stream<String> lines = body("/text", BodyHandlers.ofLines())) {
            assertThat(lines).containsExactly("first line", "zweite Zeile: äöü €", "third");
        }
        List<String> heard = new ArrayList<>();
        body("/text", BodyHandlers.fromLineSubscriber(new Recorder<String>(heard::add)));
        assertThat(heard).containsExactly("first line", "zweite Zeile: äöü €", "third");
        Recorder<String> finished = new Recorder<>(line -> {});
        Integer count = body("/text", BodyHandlers.fromLineSubscriber(finished, r -> r.items, "\n"));
        assertThat(count).isEqualTo(3);
    }

    @Test
    default void publishers() throws Exception {
        Flow.Publisher<List<ByteBuffer>> publisher = body("/bytes?n=100000", BodyHandlers.ofPublisher());
        ByteArrayOutputStream collected = new ByteArrayOutputStream();
        Recorder<List<ByteBuffer>> recorder = new Recorder<>(parts -> parts.forEach(part -> {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            collected.writeBytes(copy);
        }));
        publisher.subscribe(recorder);
        recorder.done.get(30, TimeUnit.SECONDS);
        assertThat(collected.toByteArray()).isEqualTo(expected(100_000));
    }

    @Test
    default void files(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("body");
        assertThat(body("/bytes?n=100000", BodyHandlers.ofFile(file))).isEqualTo(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected(100_000));
        assertThatThrownBy(() -> body(
                        "/text", BodyHandlers.ofFile(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)))
                .isInstanceOf(IOException.class);
        Path downloaded = body(
                "/download", BodyHandlers.ofFileDownload(folder, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        assertThat(downloaded).isEqualTo(folder.resolve("report.txt"));
        assertThat(downloaded).hasContent("downloaded");
        assertThatThrownBy(() -> body(
                        "/text",
                        BodyHandlers.ofFileDownload(folder, StandardOpenOption.CREATE, StandardOpenOption.WRITE)))
                .as("no content-disposition")
                .isInstanceOf(IOException.class);
    }

    @Test
    default void discardingReplacingAndBuffering() throws Exception {
        assertThat(body("/bytes?n=100000", BodyHandlers.discarding())).isNull();
        assertThat(body("/bytes?n=100000", BodyHandlers.replacing("instead"))).isEqualTo("instead");
        List<Integer> sizes = new ArrayList<>();
        Recorder<List<ByteBuffer>> recorder = new Recorder<>(parts ->
                sizes.add(parts.stream().mapToInt(ByteBuffer::remaining).sum()));
        body("/bytes?n=100000", BodyHandlers.buffering(BodyHandlers.fromSubscriber(recorder), 30_000));
        assertThat(sizes).containsExactly(30_000, 30_000, 30_000, 10_000);
    }

    /** From JDK 25 on. */
    @Test
    default void limiting() throws Exception {
        java.lang.reflect.Method limiting;
        try {
            limiting = BodyHandlers.class.getMethod("limiting", BodyHandler.class, long.class);
        } catch (NoSuchMethodException older) {
            return;
        }
        @SuppressWarnings("unchecked")
        BodyHandler<String> small = (BodyHandler<String>) limiting.invoke(null, BodyHandlers.ofString(), 1000L);
        assertThat(body("/text", small)).isEqualTo(Routes.TEXT);
        assertThatThrownBy(() -> body("/bytes?n=100000", small)).isInstanceOf(IOException.class);
        assertThat(text("/text").body()).isEqualTo(Routes.TEXT);
    }

    @Test
    default void subscribersOfTheCallersOwn() throws Exception {
        Recorder<List<ByteBuffer>> recorder = new Recorder<>(parts -> {});
        assertThat(body("/bytes?n=1000", BodyHandlers.fromSubscriber(recorder))).isNull();
        assertThat(recorder.done).isCompleted();
        Recorder<List<ByteBuffer>> finished = new Recorder<>(parts -> {});
        String made = body("/bytes?n=1000", BodyHandlers.fromSubscriber(finished, r -> "made"));
        assertThat(made).isEqualTo("made");
        Integer length = body(
                "/bytes?n=1000", info -> BodySubscribers.mapping(BodySubscribers.ofByteArray(), bytes -> bytes.length));
        assertThat(length).isEqualTo(1000);
    }

    @Test
    default void theHandlerSeesTheHead() throws Exception {
        CompletableFuture<HttpResponse.ResponseInfo> seen = new CompletableFuture<>();
        body("/fields", info -> {
            seen.complete(info);
            return BodySubscribers.discarding();
        });
        HttpResponse.ResponseInfo info = seen.get(30, TimeUnit.SECONDS);
        assertThat(info.statusCode()).isEqualTo(200);
        assertThat(info.version()).isNotNull();
        assertThat(info.headers().allValues("x-two")).containsExactly("one", "two");
        assertThat(info.headers().map().keySet().stream().anyMatch(name -> name.startsWith(":")))
                .isEqualTo(setup() == Setup.JDK_HTTP_2);
    }

    /** Takes all that comes, one at a time. */
    final class Recorder<T> implements Flow.Subscriber<T> {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        int items;
        private final java.util.function.Consumer<T> consumer;
        private Flow.Subscription subscription;

        Recorder(java.util.function.Consumer<T> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(T item) {
            items++;
            consumer.accept(item);
            subscription.request(1);
        }

        @Override
        public void onError(Throwable cause) {
            done.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
