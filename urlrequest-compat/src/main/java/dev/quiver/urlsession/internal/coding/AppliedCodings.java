package dev.quiver.urlsession.internal.coding;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code Content-Encoding} (RFC 9110 §8.4). */
public final class AppliedCodings {
    // Each stage costs a decoder's memory, and nobody means more than two.
    private static final int MOST = 5;

    private AppliedCodings() {}

    /**
     * The codings of a response that can be undone, in the order in which they were applied. None when one of them is
     * unknown here: the content then stays as it came, for a part of the codings undone would help nobody.
     *
     * @throws MalformedContentException if there are more than five
     */
    public static List<ContentCoding> of(HttpHeaders fields) throws MalformedContentException {
        List<ContentCoding> codings = new ArrayList<>();
        for (String value : fields.allValues("content-encoding")) {
            for (String name : value.split(",", -1)) {
                String token = name.strip();
                // RFC 9110 §5.6.1.2: empty elements are ignored; §8.4: identity is no coding.
                if (token.isEmpty() || token.equalsIgnoreCase("identity")) {
                    continue;
                }
                Optional<ContentCoding> coding = ContentCoding.named(token);
                if (coding.isEmpty()) {
                    return List.of();
                }
                codings.add(coding.get());
            }
        }
        if (codings.size() > MOST) {
            throw new MalformedContentException(
                    codings.size() + " content codings one in another: more than " + MOST + " are not undone");
        }
        return codings;
    }
}
