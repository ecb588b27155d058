package dev.quiver.h3.internal.message;

import java.net.http.HttpRequest.BodyPublisher;

/** What can be known of a publisher: of the JDK's own by their names, of our own by their type, of any other nothing. */
public final class Publishers {
    private static final String JDK = "jdk.internal.net.http.RequestPublishers$";

    private Publishers() {}

    /** Whether it holds all that it publishes: every subscriber gets the same, and it cannot fail. */
    public static boolean holdTheirContent(BodyPublisher publisher) {
        return switch (kind(publisher)) {
            case "ByteArrayPublisher", "StringPublisher", "EmptyPublisher" -> true;
            default -> false;
        };
    }

    /** Whether every subscriber gets the same. */
    public static boolean isReplayable(BodyPublisher publisher) {
        return holdTheirContent(publisher)
                || publisher instanceof ReplayableBody
                || kind(publisher).equals("FilePublisher");
    }

    private static String kind(BodyPublisher publisher) {
        Class<?> type = publisher.getClass();
        return type.getName().startsWith(JDK) ? type.getSimpleName() : "";
    }
}
