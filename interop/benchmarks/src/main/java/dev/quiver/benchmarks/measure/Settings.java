package dev.quiver.benchmarks.measure;

import dev.quiver.benchmarks.peer.Target;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one measurement is to do.
 *
 * @param target where to
 * @param scenario which
 * @param path what is asked for
 * @param size the bytes that have to come, or go
 * @param inFlight how many requests at once
 * @param repetitions how often a connection, transfer or burst is measured
 * @param measuring how long small requests are measured
 * @param warmUp how many repetitions, or seconds of small requests, come before
 * @param limit how long one repetition may take
 * @param serverPid the server's process, for its CPU time; 0 if unknown
 * @param serverSays whether the server names the protocol it was asked in
 */
public record Settings(
        Target target,
        String scenario,
        String path,
        long size,
        int inFlight,
        int repetitions,
        Duration measuring,
        int warmUp,
        Duration limit,
        long serverPid,
        boolean serverSays) {

    /** Reads {@code key=value} arguments; unknown keys are refused. */
    static Settings parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not key=value: " + argument);
            }
            given.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        Settings settings = new Settings(
                new Target(URI.create(take(given, "url", "")), Path.of(take(given, "ca", ""))),
                take(given, "scenario", ""),
                take(given, "path", "/1k.bin"),
                Long.parseLong(take(given, "size", "1024")),
                Integer.parseInt(take(given, "in-flight", "1")),
                Integer.parseInt(take(given, "repetitions", "1")),
                Duration.ofMillis(Long.parseLong(take(given, "measure-ms", "2000"))),
                Integer.parseInt(take(given, "warm-up", "1")),
                Duration.ofSeconds(Long.parseLong(take(given, "limit-s", "60"))),
                Long.parseLong(take(given, "server-pid", "0")),
                Boolean.parseBoolean(take(given, "server-says", "false")));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + given.keySet());
        }
        return settings;
    }

    private static String take(Map<String, String> given, String key, String otherwise) {
        String value = given.remove(key);
        return value == null ? otherwise : value;
    }
}
