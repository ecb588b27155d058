package dev.quiver.urlsession.cachecases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One case of the suite.
 *
 * @param suite the group's name
 * @param id unique
 * @param kind {@code required}, {@code optimal} or {@code check}
 * @param requests in their order
 */
record CacheCase(String suite, String id, String kind, List<JsonNode> requests) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All that are for a client's own cache. */
    static List<CacheCase> all() throws IOException {
        List<CacheCase> cases = new ArrayList<>();
        for (JsonNode suite : read("tests.json")) {
            for (JsonNode one : suite.get("tests")) {
                if (!one.path("browser_skip").asBoolean()) {
                    List<JsonNode> requests = new ArrayList<>();
                    one.get("requests").forEach(requests::add);
                    cases.add(new CacheCase(
                            suite.get("name").asText(),
                            one.get("id").asText(),
                            one.path("kind").asText("required"),
                            requests));
                }
            }
        }
        return cases;
    }

    /** Which cases a browser passes. */
    static Map<String, Boolean> results(String browser) throws IOException {
        Map<String, Boolean> results = new HashMap<>();
        read("result-" + browser + ".json")
                .fields()
                .forEachRemaining(entry -> results.put(
                        entry.getKey(),
                        entry.getValue().isBoolean() && entry.getValue().booleanValue()));
        return results;
    }

    private static JsonNode read(String file) throws IOException {
        try (InputStream in = CacheCase.class.getResourceAsStream("/cache-tests/" + file)) {
            return JSON.readTree(Objects.requireNonNull(in, file));
        }
    }
}
