package dev.quiver.h3.internal.exchange;

import dev.quiver.h3.H3Exception;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.RequestOutcome;
import java.net.http.HttpRequest.BodyPublisher;
import org.jspecify.annotations.Nullable;

/** Whether a request that failed is sent again by itself. Pure. */
public final class Retries {
    private Retries() {}

    /**
     * Once, if the server certainly did nothing with it (RFC 9114 §4.1.1, §5.2) and its body can be had again.
     *
     * @param tries how often it was sent again already
     * @param bodyUntouched whether the body's publisher was not subscribed to
     */
    public static boolean again(H3Exception failure, int tries, @Nullable BodyPublisher body, boolean bodyUntouched) {
        return tries == 0
                && failure.outcome() == RequestOutcome.NOT_PROCESSED
                && failure.scope() != ErrorScope.MESSAGE
                && failure.kind() != H3Exception.Kind.CANCELLED
                && (body == null || bodyUntouched || replayable(body));
    }

    /** The JDK's publishers that give the same to every subscriber; of any other that cannot be known. */
    static boolean replayable(BodyPublisher body) {
        Class<?> type = body.getClass();
        if (!type.getName().startsWith("jdk.internal.net.http.RequestPublishers$")) {
            return false;
        }
        return switch (type.getSimpleName()) {
            case "ByteArrayPublisher", "StringPublisher", "FilePublisher", "EmptyPublisher" -> true;
            default -> false;
        };
    }
}
