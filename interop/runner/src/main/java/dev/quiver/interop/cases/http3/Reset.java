package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import dev.quiver.quic.Origin;
import java.time.Duration;
import java.util.OptionalLong;

/** A response that the server gives up. */
final class Reset extends Http3Case {
    /** H3_INTERNAL_ERROR (RFC 9114 §8.1). */
    private static final long CODE = 0x102;

    private static final int AFTER = 1000;

    Reset() {
        super(
                "reset",
                "RS",
                Duration.ofSeconds(10),
                "A response that the server resets fails with its code, and the connection serves on.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        String place = Place.of(trial.target(), "reset", "/reset?code=" + CODE + "&after=" + AFTER);
        if (place == null) {
            throw CaseEndedException.undeclared("say offers=reset if /reset?code=N&after=N resets a response");
        }
        boolean declared = trial.target().offers("reset");
        String other = declared ? trial.target().path() : "/";
        H3Client client = Ask.open(trial);
        Sight right = Sight.of(Ask.get(trial, client, other));
        H3Exception reset = null;
        try {
            H3Response<byte[]> response = Ask.get(trial, client, place);
            Place.there(place, response);
            throw CaseEndedException.failed(place + " was answered whole, with " + Sight.of(response));
        } catch (H3Exception expected) {
            reset = expected;
        }
        if (reset.kind() != H3Exception.Kind.STREAM_RESET || reset.origin() != Origin.PEER) {
            throw reset;
        }
        Long code = reset.codeValue();
        if (declared && (code == null || code != CODE)) {
            return Answer.failed("it was reset with " + reset.codeName() + ", not with H3_INTERNAL_ERROR as asked");
        }
        right.isAlso(Sight.of(Ask.get(trial, client, other)), "the request after it");
        StreamLog log = StreamLog.ofOnly(trial.finish());
        OptionalLong seen = log.code(false, "reset_stream", 4);
        if (seen.isEmpty() || code != null && seen.getAsLong() != code) {
            return Answer.failed("the client tells of " + reset.codeName() + "; in the qlog stream 4 has "
                    + (seen.isEmpty() ? "no RESET_STREAM" : "code " + HttpFrame.hex(seen.getAsLong())));
        }
        return Answer.succeeded("RESET_STREAM with " + reset.codeName() + " in the qlog, after "
                + reset.responseBytesReceived() + " bytes of body; the same connection answered the next request");
    }
}
