package dev.quiver.benchmarks.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The command line's options. */
final class BenchOptions {
    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often every client runs (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--scenarios",
            split = ",",
            converter = ScenarioName.class,
            description = "Of cold, small, down, up, burst, link, link-up (default: all).")
    private List<Scenario> scenarios = new ArrayList<>(List.of(Scenario.values()));

    @Option(
            names = "--clients",
            split = ",",
            converter = ClientName.class,
            description =
                    "Of quiver, quiver-blocking, quiver-virtual, quiver-direct, netty, vertx, reactor, jetty, flupke, okhttp, jdk "
                            + "(default: all).")
    private List<Client> clients = new ArrayList<>(List.of(Client.values()));

    @Option(
            names = "--servers",
            split = ",",
            converter = ServerName.class,
            description = "Of gtlsserver, caddy, gosink (default: all). Uploads go to gosink, all else to the others.")
    private List<Server> servers = new ArrayList<>(List.of(Server.values()));

    @Option(
            names = "--in-flight",
            split = ",",
            paramLabel = "N",
            description = "The levels of small (default: 1,10,100).")
    private List<Integer> inFlight = new ArrayList<>(List.of(1, 10, 100));

    @Option(
            names = "--loss",
            split = ",",
            paramLabel = "PERCENT",
            description = "What burst, link and link-up lose, each way (default: 0,1,2).")
    private List<Double> lossPercents = new ArrayList<>(List.of(0.0, 1.0, 2.0));

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long small is measured (default: ${DEFAULT-VALUE}).")
    private int seconds = 2;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "How long small runs before (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds = 3;

    @Option(
            names = "--disturbed",
            paramLabel = "CORES",
            description =
                    "A measurement during which other programs kept more processors busy than this, on average, is "
                            + "left out of the tables where the client has others, and told (default: ${DEFAULT-VALUE}).")
    private double disturbed = 0.2;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Begins no measurement that is not expected to end within so many minutes of the first.")
    private @Nullable Integer minutes;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes every measurement there.")
    private @Nullable Path json;

    @Option(
            names = "--rows",
            paramLabel = "FILE",
            description = "Adds every measurement to this file, and makes the tables of all that it holds then: "
                    + "for a run in parts.")
    private @Nullable Path rows;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description =
                    "Writes the tables there: between the lines <!-- bench --> and <!-- /bench --> where the file has them.")
    private @Nullable Path markdown;

    @Option(
            names = "--prefix",
            paramLabel = "COMMAND",
            description = "Goes before java in every measurement, split at spaces: \"taskset -c 1\", \"perf stat\".")
    private String prefix = "";

    @Option(names = "--java-options", paramLabel = "OPTIONS", description = "Further JVM options, split at spaces.")
    private String javaOptions = "";

    int rounds() {
        return rounds;
    }

    List<Scenario> scenarios() {
        return scenarios;
    }

    List<Client> clients() {
        return clients;
    }

    List<Server> servers() {
        return servers;
    }

    List<Integer> inFlight() {
        return inFlight;
    }

    List<Double> lossPercents() {
        return lossPercents;
    }

    int seconds() {
        return seconds;
    }

    int warmUpSeconds() {
        return warmUpSeconds;
    }

    double disturbed() {
        return disturbed;
    }

    /** The limit on all measurements, or null. */
    @Nullable
    Duration most() {
        return minutes == null ? null : Duration.ofMinutes(minutes);
    }

    @Nullable
    Path json() {
        return json;
    }

    @Nullable
    Path rows() {
        return rows;
    }

    @Nullable
    Path markdown() {
        return markdown;
    }

    List<String> prefix() {
        return words(prefix);
    }

    List<String> javaOptions() {
        return words(javaOptions);
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static String constant(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static final class ScenarioName implements ITypeConverter<Scenario> {
        @Override
        public Scenario convert(String name) {
            return Scenario.valueOf(constant(name));
        }
    }

    static final class ClientName implements ITypeConverter<Client> {
        @Override
        public Client convert(String name) {
            return Client.valueOf(constant(name));
        }
    }

    static final class ServerName implements ITypeConverter<Server> {
        @Override
        public Server convert(String name) {
            return Server.valueOf(constant(name));
        }
    }
}
