package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A response without its body. */
final class Head extends Http3Case {
    /** What does not change from one request to the next. */
    private static final List<String> FIELDS = List.of("content-length", "content-type", "etag", "last-modified");

    Head() {
        super("head", "HD", Duration.ofSeconds(10), "HEAD has the fields of GET, and no body.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        H3Client client = Ask.open(trial);
        String path = trial.target().path();
        H3Response<byte[]> get = Ask.get(trial, client, path);
        H3Response<byte[]> head = trial.send(
                client,
                Ask.request(trial, path).method("HEAD", BodyPublishers.noBody()).build());
        if (head.statusCode() != get.statusCode()) {
            // RFC 9110 §9.1: a server for all purposes has to know both.
            return head.statusCode() == 405 || head.statusCode() == 501
                    ? Answer.unsupported(Answer.By.SERVER, "it answers HEAD with status " + head.statusCode())
                    : Answer.failed("GET has status " + get.statusCode() + ", HEAD " + head.statusCode());
        }
        List<String> same = new ArrayList<>();
        for (String name : FIELDS) {
            List<String> ofHead = head.headers().allValues(name);
            // RFC 9110 §9.3.2: those that are only known when content is made may be missing.
            if (!ofHead.isEmpty()) {
                if (!ofHead.equals(get.headers().allValues(name))) {
                    return Answer.failed("HEAD has " + name + " " + ofHead + ", GET "
                            + get.headers().allValues(name));
                }
                same.add(name);
            }
        }
        PlainResponse plain = PlainHttp3.open(trial, Map.of()).ask("HEAD", path).answer();
        if (plain.body().length > 0) {
            return Answer.failed("HEAD came with " + plain.body().length + " bytes of DATA (RFC 9110 §9.3.2)");
        }
        return Answer.succeeded("status " + head.statusCode() + ", "
                + (same.isEmpty() ? "no field to compare" : String.join(", ", same) + " as GET has")
                + "; its stream had the frames " + plain.frames() + " and FIN");
    }
}
