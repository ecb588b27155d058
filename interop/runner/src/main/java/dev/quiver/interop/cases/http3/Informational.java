package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.KnownFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;

/** Responses before the response. */
final class Informational extends Http3Case {
    Informational() {
        super("informational", "1X", Duration.ofSeconds(10), "An interim response (1xx) comes before the final one.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        H3Client client = Ask.open(trial);
        if (trial.target().offers("early-hints")) {
            H3Response<byte[]> response = Ask.get(trial, client, "/early-hints");
            Place.there("/early-hints", response);
            for (InformationalResponse interim : response.informational()) {
                if (interim.status() == 103
                        && interim.headers().firstValue("link").orElse("").contains("preload")) {
                    return Answer.succeeded("103 with link "
                            + interim.headers().firstValue("link").orElse("")
                            + ", and behind it, on the same stream, status " + response.statusCode());
                }
            }
            return Answer.failed("/early-hints was answered with " + response.statusCode() + ", and before it came "
                    + told(response.informational()));
        }
        H3Response<byte[]> own = Ask.get(trial, client, trial.target().path());
        if (own.informational().isEmpty()) {
            // RFC 9110 §10.1.1: a server that means to read the body may say so by a 100.
            own = trial.send(
                    client,
                    Ask.request(trial, trial.target().path())
                            .expectContinue(true)
                            .POST(BodyPublishers.ofByteArray(KnownFile.first(1000)))
                            .build());
        }
        if (own.informational().isEmpty()) {
            return Answer.unsupported(
                    Answer.By.TARGET,
                    "none came, not even for 'expect: 100-continue', which may go unanswered; "
                            + "say offers=early-hints if /early-hints sends a 103");
        }
        return Answer.succeeded(told(own.informational()) + ", and then status " + own.statusCode());
    }

    private static String told(List<InformationalResponse> interim) {
        return interim.isEmpty()
                ? "nothing"
                : String.join(
                        ", ",
                        interim.stream()
                                .map(one -> one.status() + " " + one.headers().map())
                                .toList());
    }
}
