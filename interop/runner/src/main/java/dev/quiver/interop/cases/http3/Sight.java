package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.KnownFile;
import java.io.IOException;
import java.net.http.HttpResponse;

/**
 * What a response was, as far as two to the same request have to agree.
 *
 * @param status its status
 * @param bytes the length of its body
 * @param sha256 of its body
 */
record Sight(int status, int bytes, String sha256) {
    static Sight of(HttpResponse<byte[]> response) {
        return new Sight(response.statusCode(), response.body().length, KnownFile.sha256(response.body()));
    }

    /** What the target's own path is answered with: all later answers are measured by it. */
    static Sight reference(Trial trial, H3Client client) throws IOException, InterruptedException {
        return of(Ask.get(trial, client, trial.target().path()));
    }

    /** What a file that both sides know has to look like. */
    static Sight of(KnownFile file) {
        return new Sight(200, file.bytes(), file.sha256());
    }

    /** Settles the case if another answer differs. */
    void isAlso(Sight other, String what) throws CaseEndedException {
        if (!equals(other)) {
            throw CaseEndedException.failed(what + " was answered with " + other + ", not with " + this);
        }
    }

    @Override
    public String toString() {
        return "status " + status + " and " + bytes + (bytes == 1 ? " byte" : " bytes") + " (SHA-256 "
                + sha256.substring(0, 12) + "…)";
    }
}
