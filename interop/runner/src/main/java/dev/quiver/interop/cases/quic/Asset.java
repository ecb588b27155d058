package dev.quiver.interop.cases.quic;

import dev.quiver.interop.evidence.KnownFile;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Something on a server whose right answer is known.
 *
 * @param path what to ask for
 * @param status what is answered
 * @param body what comes with it
 * @param known how the right answer is known, for people
 */
record Asset(String path, int status, Received body, String known) {
    /** A file of the known bytes. */
    static Asset file(String name, long bytes) {
        return new Asset(
                "/" + name, 200, new Received(bytes, KnownFile.sha256(bytes)), "the known bytes of the test files");
    }

    /** What is wrong with an answer; null where nothing is. */
    @Nullable
    String wrong(HttpResponse<Received> answer) {
        if (answer.statusCode() != status) {
            return "GET " + path + ": status " + answer.statusCode() + ", not " + status + " as in " + known;
        }
        Received came = answer.body();
        if (came.length() != body.length()) {
            return "GET " + path + ": " + came.length() + " bytes, not " + body.length() + " as in " + known;
        }
        return came.equals(body) ? null : "GET " + path + ": " + came.length() + " bytes that differ from " + known;
    }

    @Override
    public String toString() {
        return path;
    }
}
