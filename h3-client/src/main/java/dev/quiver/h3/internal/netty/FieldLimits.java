package dev.quiver.h3.internal.netty;

import dev.quiver.h3.internal.message.OriginKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What servers said of the field sections that they take, when they were last met: what is sent to them before they can
 * say it again has to be within that (RFC 9114 §7.2.4.2). Of all settings no other binds early data: without a dynamic
 * table nothing depends on QPACK's, and an extended CONNECT waits. Safe to use from any thread.
 */
final class FieldLimits {
    /** As many as there are origins of which much is remembered; of a forgotten one the default holds. */
    private static final int MOST = 1000;

    private final Map<OriginKey, Long> limits = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OriginKey, Long> eldest) {
            return size() > MOST;
        }
    };

    /** What this origin said, or the default: no limit. */
    synchronized long of(OriginKey origin) {
        Long limit = limits.get(origin);
        return limit == null ? Long.MAX_VALUE : limit;
    }

    synchronized void said(OriginKey origin, long limit) {
        limits.put(origin, limit);
    }
}
