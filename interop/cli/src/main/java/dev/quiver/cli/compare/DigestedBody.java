package dev.quiver.cli.compare;

import dev.quiver.cli.transfer.BodyDigest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Length and SHA-256 of a body, of which nothing else is kept. Used by one thread. */
final class DigestedBody {
    private final BodyDigest digest = BodyDigest.sha256();
    private long bytes;

    /** For the JDK's client. */
    static BodySubscriber<DigestedBody> subscriber() {
        DigestedBody body = new DigestedBody();
        return BodySubscribers.mapping(
                BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(each -> body.add(ByteBuffer.wrap(each)))),
                nothing -> body);
    }

    /** The next bytes. */
    void add(ByteBuffer part) {
        bytes += part.remaining();
        digest.update(part);
    }

    /** How many came. */
    long bytes() {
        return bytes;
    }

    /** In hex; asked for once, at the end. */
    String sha256() {
        return Objects.requireNonNull(digest.hex());
    }
}
