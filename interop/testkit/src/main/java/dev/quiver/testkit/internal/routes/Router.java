package dev.quiver.testkit.internal.routes;

import java.util.HashMap;
import java.util.Map;

/** Finds the route of a path: an exact one, else that of the longest pattern {@code /…/*}. Immutable once in use. */
public final class Router {
    private final Map<String, Route> exact = new HashMap<>();
    private final Map<String, Route> below = new HashMap<>();
    private Route otherwise = (request, response) -> response.send(404, "nothing at " + request.path() + "\n");

    /** Adds a route, or replaces the one of the same pattern; {@code /*} at the end stands for all below. */
    public Router add(String pattern, Route route) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a pattern begins with a slash, unlike " + pattern);
        }
        if (pattern.endsWith("/*")) {
            below.put(pattern.substring(0, pattern.length() - 1), route);
        } else {
            exact.put(pattern, route);
        }
        return this;
    }

    /** Who answers what nothing else does. Default: status 404. */
    public Router otherwise(Route route) {
        this.otherwise = route;
        return this;
    }

    /** The route of a path without query. */
    public Route of(String path) {
        Route found = exact.get(path);
        if (found != null) {
            return found;
        }
        String longest = "";
        found = otherwise;
        for (Map.Entry<String, Route> entry : below.entrySet()) {
            if (path.startsWith(entry.getKey()) && entry.getKey().length() > longest.length()) {
                longest = entry.getKey();
                found = entry.getValue();
            }
        }
        return found;
    }
}
