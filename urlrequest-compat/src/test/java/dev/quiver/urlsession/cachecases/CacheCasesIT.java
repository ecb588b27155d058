package dev.quiver.urlsession.cachecases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.UrlCache;
import dev.quiver.urlsession.UrlSession;
import dev.quiver.urlsession.UrlSessionConfiguration;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shared HTTP cache cases through a session, on a virtual clock, against the suite's server on the loopback. What
 * must hold: every required case that any browser passes, more optimal ones than any browser, and no failure that
 * {@link ExpectedFailures} does not give a reason for.
 */
class CacheCasesIT {
    private static final List<String> BROWSERS = List.of("chrome", "firefox", "safari");
    private static final Path DOCUMENT = Path.of("..", "docs", "cache.md");

    @TempDir
    Path temp;

    @Test
    void inMemory() throws Exception {
        judge(run(UrlCache.newBuilder()));
    }

    @Test
    void inFiles() throws Exception {
        judge(run(UrlCache.newBuilder().memoryCapacity(0).disk(temp.resolve("cache"), 50 << 20)));
    }

    private static Map<CacheCase, CaseRun.Outcome> run(UrlCache.Builder cacheBuilder) throws Exception {
        Map<CacheCase, CaseRun.Outcome> outcomes = new LinkedHashMap<>();
        VirtualTime time = new VirtualTime();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (CaseServer server = new CaseServer(time);
                UrlCache cache = cacheBuilder.clock(time).build();
                UrlSession session = UrlSession.newSession(
                        UrlSessionConfiguration.newBuilder().urlCache(cache).build(), client)) {
            for (CacheCase script : CacheCase.all()) {
                outcomes.put(script, new CaseRun(session, server, time, script).run());
            }
        }
        return outcomes;
    }

    private static void judge(Map<CacheCase, CaseRun.Outcome> outcomes) throws Exception {
        CaseTable table = new CaseTable();
        table.column("Quiver", passed(outcomes));
        for (String browser : BROWSERS) {
            table.column(browser, CacheCase.results(browser));
        }
        Path report = Path.of("target", "cache-cases.md");
        Files.createDirectories(report.getParent());
        Files.writeString(report, table.summary() + "\n" + table.differences() + "\n" + table.all());
        System.out.println(table.summary() + "\nAll cases: " + report.toAbsolutePath());

        Map<String, String> failures = new LinkedHashMap<>();
        outcomes.forEach((script, outcome) -> {
            if (!outcome.passed() && !script.kind().equals("check")) {
                failures.put(script.id(), outcome.why());
            }
        });
        assertThat(failures.keySet())
                .describedAs("failures %s", failures)
                .containsExactlyInAnyOrderElementsOf(ExpectedFailures.REASONS.keySet());
        assertThat(mustPass()).hasSize(92).doesNotContainAnyElementsOf(failures.keySet());
        for (String browser : BROWSERS) {
            assertThat(table.passed("Quiver", "optimal")).isGreaterThan(table.passed(browser, "optimal"));
        }
        assertThat(Files.readString(DOCUMENT)).contains(table.summary()).contains(table.differences());
        ExpectedFailures.REASONS
                .values()
                .forEach(reason -> assertThat(contents()).contains(reason));
    }

    private static String contents() {
        try {
            return Files.readString(DOCUMENT);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, Boolean> passed(Map<CacheCase, CaseRun.Outcome> outcomes) {
        Map<String, Boolean> passed = new LinkedHashMap<>();
        outcomes.forEach((script, outcome) -> passed.put(script.id(), outcome.passed()));
        return passed;
    }

    /** What is required and what at least one browser does. */
    private static List<String> mustPass() throws Exception {
        List<Map<String, Boolean>> browsers = new ArrayList<>();
        for (String browser : BROWSERS) {
            browsers.add(CacheCase.results(browser));
        }
        TreeSet<String> ids = new TreeSet<>();
        for (CacheCase script : CacheCase.all()) {
            if (script.kind().equals("required")
                    && browsers.stream().anyMatch(results -> results.getOrDefault(script.id(), false))) {
                ids.add(script.id());
            }
        }
        return List.copyOf(ids);
    }
}
