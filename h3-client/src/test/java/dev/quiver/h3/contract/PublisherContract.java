package dev.quiver.h3.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Request bodies. */
interface PublisherContract extends Ground {
    private HttpResponse<String> post(BodyPublisher body) throws Exception {
        return text(client(), HttpRequest.newBuilder(uri("/echo")).POST(body).build());
    }

    private void arrives(BodyPublisher body, String expected, boolean knownLength) throws Exception {
        HttpResponse<String> response = post(body);
        assertThat(response.body()).endsWith("\n\n" + expected);
        if (!expected.isEmpty()) {
            assertThat(response.body().contains("\ncontent-length: ")).isEqualTo(knownLength);
        }
    }

    @Test
    default void stringsAndArrays() throws Exception {
        arrives(BodyPublishers.ofString("text ä"), "text ä", true);
        arrives(BodyPublishers.ofString("plain", ISO_8859_1), "plain", true);
        arrives(BodyPublishers.ofByteArray("bytes".getBytes(UTF_8)), "bytes", true);
        arrives(BodyPublishers.ofByteArray("0123456789".getBytes(UTF_8), 3, 4), "3456", true);
        arrives(BodyPublishers.ofByteArrays(List.of("a".getBytes(UTF_8), "b".getBytes(UTF_8))), "ab", false);
        arrives(BodyPublishers.concat(BodyPublishers.ofString("a"), BodyPublishers.ofString("b")), "ab", true);
        arrives(BodyPublishers.noBody(), "", true);
        arrives(BodyPublishers.ofString(""), "", true);
    }

    @Test
    default void streamsAndFiles(@TempDir Path folder) throws Exception {
        arrives(
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("stream".getBytes(UTF_8))),
                "stream",
                false);
        Path file = Files.writeString(folder.resolve("body.txt"), "from a file");
        arrives(BodyPublishers.ofFile(file), "from a file", true);
    }

    @Test
    default void flowPublishers() throws Exception {
        arrives(BodyPublishers.fromPublisher(BodyPublishers.ofString("unknown")), "unknown", false);
        arrives(BodyPublishers.fromPublisher(BodyPublishers.ofString("known"), 5), "known", true);
        try (SubmissionPublisher<ByteBuffer> submitted = new SubmissionPublisher<>()) {
            var response = client().sendAsync(
                            HttpRequest.newBuilder(uri("/echo"))
                                    .POST(BodyPublishers.fromPublisher(submitted))
                                    .build(),
                            BodyHandlers.ofString());
            while (submitted.getNumberOfSubscribers() == 0 && !response.isDone()) {
                Thread.onSpinWait();
            }
            for (String part : List.of("one ", "two ", "three")) {
                submitted.submit(ByteBuffer.wrap(part.getBytes(UTF_8)));
            }
            submitted.close();
            assertThat(response.get(30, TimeUnit.SECONDS).body()).endsWith("\n\none two three");
        }
    }

    @Test
    default void aMebibyteIsWhole() throws Exception {
        byte[] large = new byte[1 << 20];
        java.util.Arrays.fill(large, (byte) 'x');
        HttpResponse<String> response = post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
        assertThat(response.headers().firstValue("x-length")).contains(String.valueOf(1 << 20));
    }

    @Test
    default void aFailingPublisherFailsTheExchange() throws Exception {
        IOException own = new IOException("the disk is gone");
        Throwable thrown = catchThrowable(() -> post(failing(own)));
        assertThat(thrown).isInstanceOf(IOException.class);
        assertThat(chain(thrown)).anySatisfy(cause -> assertThat(cause).hasMessageContaining("the disk is gone"));
        RuntimeException subscribing = new IllegalStateException("cannot subscribe");
        BodyPublisher refusing = BodyPublishers.fromPublisher(subscriber -> {
            throw subscribing;
        });
        assertThat(chain(catchThrowable(() -> post(refusing)))).contains(subscribing);
        assertThatThrownBy(() -> post(BodyPublishers.ofInputStream(() -> null))).isInstanceOf(IOException.class);
        assertThat(post(BodyPublishers.ofString("next")).statusCode()).isEqualTo(200);
    }

    @Test
    default void aBodyIsAsLongAsItSaid() throws Exception {
        for (long said : new long[] {3, 30}) {
            BodyPublisher wrong = BodyPublishers.fromPublisher(BodyPublishers.ofString("just ten.."), said);
            assertThatThrownBy(() -> post(wrong)).as("said " + said).isInstanceOf(IOException.class);
        }
        assertThat(post(BodyPublishers.ofString("next")).statusCode()).isEqualTo(200);
    }

    @Test
    default void demandIsBounded() throws Exception {
        Counted publisher = new Counted(8000, 16 << 10);
        HttpRequest request = HttpRequest.newBuilder(uri("/never"))
                .timeout(java.time.Duration.ofSeconds(1))
                .POST(BodyPublishers.fromPublisher(publisher))
                .build();
        // The server does not read.

        assertThatThrownBy(() -> client().send(request, BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(publisher.published.get()).isLessThan(8000L * (16 << 10));
    }

    private static List<Throwable> chain(Throwable error) {
        return java.util.stream.Stream.iterate(error, java.util.Objects::nonNull, Throwable::getCause)
                .toList();
    }

    private static BodyPublisher failing(IOException cause) {
        return BodyPublishers.fromPublisher(subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private boolean done;

            @Override
            public void request(long n) {
                if (!done) {
                    done = true;
                    subscriber.onNext(ByteBuffer.wrap("some".getBytes(UTF_8)));
                    subscriber.onError(cause);
                }
            }

            @Override
            public void cancel() {
                done = true;
            }
        }));
    }

    /** Publishes so many pieces as they are asked for, and counts. */
    final class Counted implements Flow.Publisher<ByteBuffer> {
        final AtomicLong published = new AtomicLong();
        private final int pieces;
        private final int size;

        Counted(int pieces, int size) {
            this.pieces = pieces;
            this.size = size;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            AtomicLong left = new AtomicLong(pieces);
            AtomicBoolean cancelled = new AtomicBoolean();
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    LongStream.range(0, Math.min(n, pieces)).forEach(i -> {
                        if (!cancelled.get() && left.getAndDecrement() > 0) {
                            published.addAndGet(size);
                            subscriber.onNext(ByteBuffer.allocate(size));
                            if (left.get() == 0) {
                                subscriber.onComplete();
                            }
                        }
                    });
                }

                @Override
                public void cancel() {
                    cancelled.set(true);
                }
            });
        }
    }
}
