package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.KnownFile;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.interop.evidence.StreamUse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many requests at once. */
final class ManyStreams extends Http3Case {
    private static final int MANY = 1000;

    /** What can be asked of a server that nobody invited us to. */
    private static final int POLITE = 100;

    private static final int MOST_BYTES = 128 << 20;

    ManyStreams() {
        super(
                "many-streams",
                "MS",
                Duration.ofSeconds(60),
                "A thousand requests at once (a hundred to a public server) are answered rightly on one connection, within its limit.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Target target = trial.target();
        H3Client client = trial.open(Ask.client(trial).connectionLimits(1, 1));
        String path = target.offers("files") ? KnownFile.KIB.path() : target.path();
        H3Response<byte[]> first = Ask.get(trial, client, path);
        Sight right = target.offers("files") ? Sight.of(KnownFile.KIB) : Sight.of(first);
        right.isAlso(Sight.of(first), path);
        int count = count(trial, right);
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(client.sendAsync(
                    Ask.request(trial, path).timeout(trial.left()).build(), BodyHandlers.ofByteArray()));
        }
        for (int i = 0; i < count; i++) {
            right.isAlso(Sight.of(answer(trial, answers, i)), "request " + (i + 1) + " of " + count);
        }
        List<Qlog> logs = trial.finish();
        StreamLog log = StreamLog.ofOnly(logs);
        StreamUse use = StreamUse.of(logs.get(0));
        if (use.beyond() > 0 || log.requests(false).size() != count + 1) {
            return Answer.failed((count + 1) + " requests were answered on "
                    + log.requests(false).size() + " streams, of which " + use.beyond()
                    + " were opened beyond what the server allowed (RFC 9000 §4.6)");
        }
        return Answer.succeeded(count + " requests on one connection, up to " + use.mostAtOnce()
                + " open at once of the " + use.firstLimit() + " that the server allowed at first; each with " + right);
    }

    private static int count(Trial trial, Sight one) throws IOException {
        boolean invited = !trial.target().offers().isEmpty()
                || trial.address().getAddress().isLoopbackAddress();
        return Math.max(10, Math.min(invited ? MANY : POLITE, MOST_BYTES / Math.max(1, one.bytes())));
    }

    private static HttpResponse<byte[]> answer(
            Trial trial, List<CompletableFuture<HttpResponse<byte[]>>> answers, int i) throws Exception {
        try {
            return answers.get(i).get(trial.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            long done = answers.stream().filter(CompletableFuture::isDone).count();
            throw CaseEndedException.failed(
                    "at the end of the time " + done + " of " + answers.size() + " requests are done");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
