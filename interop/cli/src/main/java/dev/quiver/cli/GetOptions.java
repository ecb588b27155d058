package dev.quiver.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code quiver get} was told, as typed; {@link GetPlan} makes sense of it. */
final class GetOptions {
    @Parameters(paramLabel = "URL", arity = "1..*", description = "What to fetch: https://… or http://…")
    List<String> urls = new ArrayList<>();

    @Mixin
    final RequestOptions request = new RequestOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            order = 20,
            description = "Write the body to FILE, which appears only once the body is whole.")
    @Nullable
    String output;

    @Option(
            names = {"-I", "--head"},
            order = 21,
            description = "Send HEAD and print the response's head.")
    boolean head;

    @Option(
            names = {"-f", "--fail"},
            order = 22,
            description = "Exit with 22 and drop the body when the status is 400 or more.")
    boolean fail;

    @Option(
            names = {"-L", "--location"},
            order = 23,
            description = "Follow redirects, never from https to http.")
    boolean location;

    @Option(names = "--json", order = 24, description = "Print one JSON object a URL in place of the body.")
    boolean json;

    @Option(
            names = {"-v", "--verbose"},
            order = 25,
            description = "Tell on standard error what happens.")
    boolean verbose;

    @Option(names = "--trace", order = 26, description = "Add the stack trace to a failure.")
    boolean trace;

    @Option(
            names = {"-x", "--proxy"},
            paramLabel = "HOST:PORT",
            order = 36,
            description = "Go through this HTTP proxy: by TCP, since HTTP/3 cannot.")
    @Nullable
    String proxy;

    @Option(
            names = {"-m", "--timeout"},
            paramLabel = "S",
            order = 50,
            description = "The limit on each exchange in seconds, its body included. Default: none.")
    @Nullable
    String timeout;

    @Option(names = "--repeat", paramLabel = "N", order = 52, description = "Fetch each URL N times.")
    int repeat = 1;

    @Option(
            names = "--fresh",
            order = 53,
            description = "A new connection for each fetch; session tickets are shared, so later ones may resume.")
    boolean fresh;

    @Option(
            names = "--early-data",
            order = 54,
            description =
                    "Send the request with the first packet of each connection that resumes a session (0-RTT). It may be "
                            + "repeated by whoever sees it. Needs --repeat N --fresh; safe methods only.")
    boolean earlyData;

    @Mixin
    final ReachOptions reach = new ReachOptions();
}
