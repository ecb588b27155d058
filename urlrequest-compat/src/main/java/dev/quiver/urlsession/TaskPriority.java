package dev.quiver.urlsession;

import dev.quiver.h3.Priority;

/** From URLSession's scale, 0 to 1, to RFC 9218's urgency, 7 to 0. */
final class TaskPriority {
    private TaskPriority() {}

    /** 0.5 is urgency 3, HTTP's default; the two ends are the two ends. */
    static Priority of(float priority, boolean incremental) {
        double urgency = priority >= 0.5f ? 3 - (priority - 0.5) * 6 : 3 + (0.5 - priority) * 8;
        return new Priority((int) Math.round(urgency), incremental);
    }

    /** The middle of what gives this urgency. */
    static float of(int urgency) {
        return urgency <= 3 ? 0.5f + (3 - urgency) / 6f : 0.5f - (urgency - 3) / 8f;
    }
}
