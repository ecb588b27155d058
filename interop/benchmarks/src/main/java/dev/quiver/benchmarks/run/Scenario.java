package dev.quiver.benchmarks.run;

import java.util.List;
import java.util.Locale;

/** What is done, in the words of the command line. */
enum Scenario {
    COLD(
            "cold start: new client and connection, 1 KiB",
            "median_ms",
            false,
            "max_ms",
            "first_ms",
            "cpu_ms",
            "rss_mib",
            "heap_mib"),
    SMALL(
            "1 KiB, closed loop",
            "requests_s",
            true,
            "p50_us",
            "p99_us",
            "cpu_s_per_10k",
            "sleeps_per_request",
            "allocated_bytes_per_request",
            "server_cores",
            "rss_mib",
            "heap_mib"),
    DOWN("256 MiB down", "mib_s", true, "cpu_s_per_gib", "client_cores", "server_cores", "rss_mib", "heap_mib"),
    UP("256 MiB up", "mib_s", true, "cpu_s_per_gib", "client_cores", "server_cores", "rss_mib", "heap_mib"),
    BURST(
            "100 × 64 KiB through 40 ms at 50 Mbit/s",
            "seconds",
            false,
            "p50_ms",
            "p99_ms",
            "cpu_s",
            "rss_mib",
            "heap_mib"),
    LINK("16 MiB through 40 ms at 50 Mbit/s", "seconds", false, "mib_s", "cpu_s_per_gib", "rss_mib", "heap_mib"),
    LINK_UP("16 MiB up through 40 ms at 50 Mbit/s", "seconds", false, "mib_s", "cpu_s_per_gib", "rss_mib", "heap_mib");

    private final String title;
    private final String figure;
    private final boolean moreIsBetter;
    private final List<String> others;

    Scenario(String title, String figure, boolean moreIsBetter, String... others) {
        this.title = title;
        this.figure = figure;
        this.moreIsBetter = moreIsBetter;
        this.others = List.of(others);
    }

    /** What a reader has to know of it. */
    String title() {
        return title;
    }

    /** The name of the figure that clients are compared by. */
    String figure() {
        return figure;
    }

    boolean moreIsBetter() {
        return moreIsBetter;
    }

    /** The names of the figures told beside it. */
    List<String> others() {
        return others;
    }

    /** Whether it goes through the slow link. */
    boolean linked() {
        return this == BURST || this == LINK || this == LINK_UP;
    }

    /** Whether the request has the body, and not the response. */
    boolean upload() {
        return this == UP || this == LINK_UP;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
