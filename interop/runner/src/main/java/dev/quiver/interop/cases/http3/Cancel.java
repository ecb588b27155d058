package dev.quiver.interop.cases.http3;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.KnownFile;
import dev.quiver.testkit.relay.LinkConditions;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A response that the client no longer wants. */
final class Cancel extends Http3Case {
    private static final long REQUEST_CANCELLED = 0x10c;

    /** More than the window of a stream that nobody reads, so that it cannot come whole. */
    private static final int LONG_BODY = 512 << 10;

    private static final int READ = 4096;
    private static final int TRIES = 3;

    Cancel() {
        super(
                "cancel",
                "CA",
                Duration.ofSeconds(20),
                "A response given up is stopped on the wire, amid its body where that is long, and the connection serves on.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Target target = trial.target();
        Sight right = Sight.reference(trial, Ask.open(trial));
        // The server is far away, so that there is time to give up before its answer comes.
        LinkConditions far =
                LinkConditions.newBuilder().delay(Duration.ofMillis(50)).build();
        H3Client client = trial.open(
                trial.client().connectTo(trial.relay(relay -> relay.both(far)).address()));
        trial.saw(client.warmUp(target.uri("/")).get(trial.left().toMillis(), TimeUnit.MILLISECONDS));
        String when;
        if (target.offers("files")) {
            when = amid(trial, client, KnownFile.MIB_16.path());
        } else if (right.bytes() >= LONG_BODY) {
            when = amid(trial, client, target.path());
        } else {
            when = early(trial, client, target.path());
        }
        right.isAlso(Sight.reference(trial, client), "the request after it");
        // The first connection was the reference's.
        StreamLog log = StreamLog.ofOnly(trial.finish().stream().skip(1).toList());
        for (long id : log.requests(true)) {
            OptionalLong code = log.code(true, "stop_sending", id);
            if (code.isPresent()) {
                return code.getAsLong() == REQUEST_CANCELLED
                        ? Answer.succeeded(when + ": STOP_SENDING with H3_REQUEST_CANCELLED on stream " + id
                                + ", of which " + log.bytes(false, id)
                                + " bytes had come; the same connection answered the next request with " + right)
                        : Answer.failed("stream " + id + " was stopped with code " + HttpFrame.hex(code.getAsLong()));
            }
        }
        return Answer.failed("no STOP_SENDING is in the qlog, though the response was given up " + when);
    }

    private static String amid(Trial trial, H3Client client, String path) throws IOException, InterruptedException {
        H3Response<InputStream> response = client.send(Ask.request(trial, path).build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            return "given up after " + body.readNBytes(READ).length + " bytes of " + path;
        }
    }

    private static String early(Trial trial, H3Client client, String path) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            CountDownLatch sent = new CountDownLatch(1);
            CompletableFuture<H3Response<byte[]>> asked = client.exchange(
                    Ask.request(trial, path).build(),
                    Ask.options(trial)
                            .exchangeListener((exchange, event) -> {
                                if (event instanceof ExchangeEvent.HeadSent) {
                                    sent.countDown();
                                }
                            })
                            .build(),
                    BodyHandlers.ofByteArray());
            sent.await(trial.left().toMillis(), TimeUnit.MILLISECONDS);
            if (asked.cancel(true)) {
                return "given up before the answer, which is a short one";
            }
            Ask.answer(trial, asked);
        }
        throw CaseEndedException.failed(
                "the answer came before it could be given up, " + TRIES + " times over a link of 100 ms");
    }
}
