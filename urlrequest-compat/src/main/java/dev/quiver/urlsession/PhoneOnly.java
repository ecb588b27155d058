package dev.quiver.urlsession;

import java.util.Map;
import java.util.TreeMap;

/** Properties that ask for what only a phone has: the value that changes nothing is taken, the other refused. */
final class PhoneOnly {
    static final String NETWORKS = "the JVM does not know which networks are cellular, expensive or constrained";
    static final String BACKGROUND = "there are no background sessions: no service of the system loads on for them";

    private final Map<String, String> refusals = new TreeMap<>();

    void only(boolean taken, boolean asked, String property, String reason) {
        if (asked == taken) {
            refusals.remove(property);
        } else {
            refusals.put(property, property + "(" + asked + ") cannot be had: " + reason + "; leave it out");
        }
    }

    void check() {
        if (!refusals.isEmpty()) {
            throw new UnsupportedOperationException(String.join("; ", refusals.values()));
        }
    }
}
