package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.cli.transfer.StopSignal;
import dev.quiver.testkit.RequestRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a slow, broken or interrupted reader does to the server. */
class GetStreamingIT extends GetFixture {
    private static final long BIG = 64L << 20;

    @Test
    void aSlowReaderStallsTheServer() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        long[] written = {0};
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException("only whole chunks come");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                reading.countDown();
                await(release);
                written[0] += length;
            }
        };
        CompletableFuture<Integer> run =
                CompletableFuture.supplyAsync(() -> run(slow, new StopSignal(), command("/bytes/" + BIG)));
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
        long stalledAt = steady();
        assertThat(stalledAt).as("what the server could send").isLessThan(40L << 20);
        release.countDown();
        assertThat(run.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(written[0]).isEqualTo(BIG);
    }

    @Test
    void aBrokenPipeStopsTheServer() throws Exception {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(run(broken, new StopSignal(), command("/bytes/" + BIG, "/status/200")))
                .isEqualTo(23);
        RequestRecord seen = server.awaitRequest(
                request -> request.outcome() != RequestRecord.Outcome.IN_PROGRESS, Duration.ofSeconds(10));
        assertThat(seen.outcome()).isNotEqualTo(RequestRecord.Outcome.ANSWERED);
        assertThat(server.requests())
                .as("nothing more is fetched for a reader that is gone")
                .hasSize(1);
    }

    @Test
    void anInterruptEndsTheTransferInGoodOrder() throws Exception {
        StopSignal stop = new StopSignal();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String file = folder.resolve("body").toString();
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(
                () -> run(out, stop, command("--json", "-o", file, "/slow?bytes=100000&chunk=1&delayMs=20")));
        server.awaitRequest(request -> request.responseBytes() > 0, Duration.ofSeconds(30));
        stop.raise();
        assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(130);
        assertThat(new ObjectMapper()
                        .readTree(out.toByteArray())
                        .get("error")
                        .get("kind")
                        .asText())
                .isEqualTo("CANCELLED");
        assertThat(names()).isEmpty();
        server.awaitRequest(request -> request.outcome() != RequestRecord.Outcome.IN_PROGRESS, Duration.ofSeconds(30));
    }

    @Test
    void anInterruptBeforeTheHeadEndsItToo() throws Exception {
        StopSignal stop = new StopSignal();
        CompletableFuture<Integer> run =
                CompletableFuture.supplyAsync(() -> run(new ByteArrayOutputStream(), stop, command("/never")));
        server.awaitRequest(request -> request.target().equals("/never"), Duration.ofSeconds(30));
        stop.raise();
        assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(130);
    }

    private int run(OutputStream out, StopSignal stop, String... args) {
        PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        CommandIo io = new CommandIo(new ByteArrayInputStream(new byte[0]), out, err, false, false, 80, true);
        return QuiverCommand.run(io, stop, args);
    }

    /** What the server's transport has taken once that has stopped growing. */
    private long steady() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        long before = -1;
        while (System.nanoTime() < deadline) {
            long now = server.requests().get(0).responseBytes();
            if (now > 0 && now == before) {
                return now;
            }
            before = now;
            // Only time shows that nothing more comes.
            TimeUnit.MILLISECONDS.sleep(300);
        }
        throw new AssertionError("the server went on sending: " + before);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
