package dev.quiver.cli;

import dev.quiver.cli.compare.ClientName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code quiver compare} was told, as typed; {@link ComparePlan} makes sense of it. */
final class CompareOptions {
    @Parameters(paramLabel = "URL", arity = "1..*", description = "What to ask for: https://…")
    List<String> urls = new ArrayList<>();

    @Option(
            names = "--clients",
            split = ",",
            paramLabel = "NAME",
            order = 1,
            description = "Of quiver, okhttp, jdk. Default: all.")
    List<ClientName> clients = new ArrayList<>(List.of(ClientName.values()));

    @Option(
            names = "--repeat",
            paramLabel = "N",
            order = 2,
            description =
                    "Rounds to be timed, each with two requests of each client: on a new connection, and again on "
                            + "it. One more goes before them, to load classes. Default: 5.")
    int repeat = 5;

    @Mixin
    final RequestOptions request = new RequestOptions();

    @Option(
            names = "--delay",
            split = ",",
            paramLabel = "MS",
            order = 20,
            description = "Go through a link that holds every packet back so long, each way. Several, separated by "
                    + "commas: one run each.")
    List<Double> delays = new ArrayList<>();

    @Option(
            names = "--loss",
            split = ",",
            paramLabel = "PERCENT",
            order = 21,
            description = "…that loses so many of them, each way. Several: one run each.")
    List<Double> losses = new ArrayList<>();

    @Option(
            names = "--rate",
            paramLabel = "MBIT",
            order = 22,
            description = "…that lets no more through, in 10^6 bits a second, behind a queue of 250,000 bytes.")
    double rate;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            order = 25,
            description = "Draw the times into this file: .svg, or .html for a page with the figures too.")
    @Nullable
    Path plot;

    @Option(names = "--json", order = 26, description = "Print one JSON object in place of the tables.")
    boolean json;

    @Option(names = "--trace", order = 27, description = "Add the stack traces to failures.")
    boolean trace;

    @Option(
            names = {"-m", "--timeout"},
            paramLabel = "S",
            order = 50,
            description = "The limit on each exchange in seconds, its body included. Default: none.")
    @Nullable
    String timeout;

    @Mixin
    final ReachOptions reach = new ReachOptions();
}
