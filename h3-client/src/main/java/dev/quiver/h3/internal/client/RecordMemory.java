package dev.quiver.h3.internal.client;

import dev.quiver.h3.internal.dns.HttpsRecords;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.route.ServiceRecord;
import org.jspecify.annotations.Nullable;

/** What is known of one origin's HTTPS records, and the question under way. Safe to use from any thread. */
final class RecordMemory {
    private final @Nullable HttpsRecords source;
    private final boolean eligible;
    private final OriginKey origin;
    private boolean asking;
    private long askedAt;
    private long knownAt;
    private @Nullable ServiceRecord known;

    /** @param always whether to ask even for names that the system's servers cannot know */
    RecordMemory(@Nullable HttpsRecords source, boolean always, OriginKey origin) {
        this.source = source;
        this.eligible = origin.secure() && (always || HttpsRecords.isPublicName(origin.host()));
        this.origin = origin;
    }

    /** What is known and still good, or null. */
    synchronized @Nullable ServiceRecord known(long now) {
        ServiceRecord record = known;
        if (record != null && now - knownAt > record.validFor()) {
            known = null;
            return null;
        }
        return record;
    }

    synchronized boolean isKnown() {
        return known != null;
    }

    /**
     * Asks, unless that is under way.
     *
     * @param then runs once it is known
     * @return false if there is nobody to ask
     */
    boolean ask(Runnable then) {
        HttpsRecords asked = source;
        if (asked == null || !eligible) {
            return false;
        }
        synchronized (this) {
            if (asking) {
                return true;
            }
            asking = true;
            askedAt = System.nanoTime();
        }
        asked.find(origin.host(), origin.port()).thenAccept(record -> {
            synchronized (this) {
                asking = false;
                known = record;
                knownAt = System.nanoTime();
            }
            then.run();
        });
        return true;
    }

    /** When the question under way was asked. */
    synchronized long askedAt() {
        return askedAt;
    }

    /** Why nobody was asked. */
    String whyNot() {
        return source == null ? HttpsRecords.UNAVAILABLE : "a name such as " + origin.host() + " has no HTTPS record";
    }

    synchronized void forget() {
        known = null;
    }
}
