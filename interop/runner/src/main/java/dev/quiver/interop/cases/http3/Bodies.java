package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.KnownFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of all sizes, both ways. */
final class Bodies extends Http3Case {
    private static final List<Integer> SIZES = List.of(0, 1, 1 << 10, 64 << 10, 1 << 20, 16 << 20);

    /** What is sent back has to wait in one of the two windows meanwhile: no need to wait for long. */
    private static final int LONGEST_ECHO = 1 << 20;

    private static final int TIMES = 5;

    Bodies() {
        super("bodies", "BO", Duration.ofSeconds(60), "Bodies from nothing to 16 MiB come and go unharmed.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Target target = trial.target();
        H3Client client = Ask.open(trial);
        List<String> proofs = new ArrayList<>();
        if (target.offers("files")) {
            proofs.add(files(trial, client));
        }
        String work = Place.of(target, "work", "/work");
        if (work != null) {
            for (int size : SIZES) {
                byte[] sent = KnownFile.first(size);
                String said = new String(post(trial, client, work, sent).body(), StandardCharsets.UTF_8).strip();
                if (!said.equals("POST " + size + " " + KnownFile.sha256(sent))) {
                    return Answer.failed("of an upload of " + size + " bytes it says '" + said + "'");
                }
            }
            proofs.add("uploads of 0 to 16 MiB whose digests the server tells");
        }
        String echo = Place.of(target, "echo", "/echo");
        if (echo != null) {
            for (int size : SIZES) {
                if (size <= LONGEST_ECHO) {
                    byte[] sent = KnownFile.first(size);
                    new Sight(200, size, KnownFile.sha256(sent))
                            .isAlso(Sight.of(post(trial, client, echo, sent)), size + " bytes to " + echo);
                }
            }
            proofs.add("0 to 1 MiB sent and had back");
        }
        proofs.add(again(trial, client));
        return Answer.succeeded(String.join("; ", proofs));
    }

    private static String files(Trial trial, H3Client client) throws Exception {
        String missing = "";
        for (KnownFile file : KnownFile.ALL) {
            H3Response<byte[]> response = Ask.get(trial, client, file.path());
            if (file.bytes() == 0 && response.statusCode() == 404) {
                missing = " (" + file.path()
                        + " with status 404)"; // ngtcp2's example server maps files, and cannot an empty one
                continue;
            }
            Place.there(file.path(), response);
            Sight.of(file).isAlso(Sight.of(response), file.path());
        }
        return "files of 0 to 16 MiB with the right digests" + missing;
    }

    private static H3Response<byte[]> post(Trial trial, H3Client client, String path, byte[] body) throws Exception {
        H3Response<byte[]> response = trial.send(
                client,
                Ask.request(trial, path).POST(BodyPublishers.ofByteArray(body)).build());
        Place.there(path, response);
        return response;
    }

    /** The target's own path several times, and once frame by frame. */
    private static String again(Trial trial, H3Client client) throws Exception {
        String path = trial.target().path();
        H3Response<byte[]> first = Ask.get(trial, client, path);
        Sight right = Sight.of(first);
        String claim = DigestField.check(first);
        for (int i = 1; i < TIMES; i++) {
            H3Response<byte[]> next = Ask.get(trial, client, path);
            right.isAlso(Sight.of(next), path);
            DigestField.check(next);
        }
        PlainResponse plain = PlainHttp3.open(trial, Map.of()).ask("GET", path).answer();
        right.isAlso(plain.sight(), path + ", read frame by frame,");
        return path + " is " + right + " " + (TIMES + 1) + " times, in " + plain.count(HttpFrame.DATA) + " DATA frames"
                + length(first) + (claim == null ? "" : ", as its " + claim + " says");
    }

    private static String length(H3Response<?> response) {
        @Nullable
        String length = response.headers().firstValue("content-length").orElse(null);
        return length == null ? " and without content-length" : " and by its content-length of " + length;
    }
}
