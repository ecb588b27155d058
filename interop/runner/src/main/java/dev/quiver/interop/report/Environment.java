package dev.quiver.interop.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run was made with.
 *
 * @param facts names and values, in the order in which they are told
 */
public record Environment(Map<String, String> facts) {
    public Environment {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** This process's, with the version of Quiver and of the Netty under it. */
    public static Environment here(String quiver, String netty) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("quiver", quiver);
        facts.put("netty", netty);
        facts.put("java", System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")");
        facts.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return new Environment(facts);
    }
}
