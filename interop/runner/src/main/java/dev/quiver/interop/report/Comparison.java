package dev.quiver.interop.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This run beside an earlier one, read from the JSON that this runner and the QUIC interop runner write. Cells are the same
 * by the names of target and case; those that only one run has are counted, and are no changes.
 *
 * @param earlier when that run began, in seconds since 1970; 0 where it does not tell
 * @param changes in the matrix's order
 * @param added cells that only this run has
 * @param gone cells that only the earlier run has
 */
public record Comparison(double earlier, List<Change> changes, int added, int gone) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLIENT = "quiver";

    public Comparison {
        changes = List.copyOf(changes);
    }

    /** What an earlier run found: a result's word for each target and case. */
    public record Earlier(double began, Map<List<String>, String> results) {
        public Earlier {
            results = Map.copyOf(results);
        }
    }

    /**
     * Reads an earlier run.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if that is no such JSON
     */
    public static Earlier read(Path file) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON: " + Printable.line(e.getOriginalMessage()), e);
        }
        List<String> servers = new ArrayList<>();
        root.path("servers").forEach(server -> servers.add(server.asText()));
        List<String> clients = new ArrayList<>();
        root.path("clients").forEach(client -> clients.add(client.asText()));
        if (!root.path("results").isArray() || servers.isEmpty()) {
            throw new IllegalArgumentException("it has no 'servers' and 'results', as interop's --json writes them");
        }
        // The QUIC interop runner goes through all servers for each client.
        int before = Math.max(0, clients.indexOf(CLIENT)) * servers.size();
        Map<List<String>, String> results = new LinkedHashMap<>();
        for (int i = 0; i < servers.size(); i++) {
            for (JsonNode cell : root.path("results").path(before + i)) {
                if (cell.path("result").isTextual()) {
                    results.put(
                            List.of(servers.get(i), cell.path("name").asText()),
                            cell.path("result").asText());
                }
            }
        }
        return new Earlier(root.path("start_time").asDouble(), results);
    }

    /** Sets them side by side. */
    public static Comparison of(Matrix matrix, Earlier earlier) {
        List<Change> changes = new ArrayList<>();
        Map<List<String>, String> left = new LinkedHashMap<>(earlier.results());
        int added = 0;
        for (Cell cell : matrix.cells()) {
            String target = cell.target().name();
            String testCase = cell.testCase().name();
            String was = left.remove(List.of(target, testCase));
            String now = cell.answer().result();
            if (was == null) {
                added++;
            } else if (!was.equals(now)) {
                changes.add(new Change(target, testCase, was, now));
            }
        }
        return new Comparison(earlier.began(), changes, added, left.size());
    }

    /** The change of a cell, or null where it is as it was. */
    public @Nullable Change of(Cell cell) {
        for (Change change : changes) {
            if (change.target().equals(cell.target().name())
                    && change.testCase().equals(cell.testCase().name())) {
                return change;
            }
        }
        return null;
    }

    /** How many went this way. */
    public long count(Change.Way way) {
        return changes.stream().filter(change -> change.way() == way).count();
    }
}
