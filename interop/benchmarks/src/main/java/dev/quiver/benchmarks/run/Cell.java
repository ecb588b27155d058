package dev.quiver.benchmarks.run;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that every client is measured in: a table of its own in the report.
 *
 * @param scenario what is done
 * @param server with whom
 * @param inFlight how many requests at once
 * @param lossPercent the share of datagrams that the link loses each way; 0 off the link
 */
record Cell(Scenario scenario, Server server, int inFlight, double lossPercent) {
    private static final int MIB = 1 << 20;

    /** All that the options ask for. */
    static List<Cell> of(BenchOptions options) {
        List<Cell> cells = new ArrayList<>();
        for (Scenario scenario : options.scenarios()) {
            for (Server server : options.servers()) {
                if (server.servesFiles() == scenario.upload()) {
                    continue;
                }
                if (scenario.linked()) {
                    options.lossPercents()
                            .forEach(loss -> cells.add(new Cell(scenario, server, atOnce(scenario), loss)));
                } else if (scenario == Scenario.SMALL) {
                    options.inFlight().forEach(inFlight -> cells.add(new Cell(scenario, server, inFlight, 0)));
                } else {
                    cells.add(new Cell(scenario, server, 1, 0));
                }
            }
        }
        return cells;
    }

    private static int atOnce(Scenario scenario) {
        return scenario == Scenario.BURST ? 100 : 1;
    }

    /** Whether this client can be asked to do this. */
    boolean suits(Client client) {
        return client.quic() || server.tcp();
    }

    /** The arguments that tell the measuring process what to do. */
    List<String> arguments(BenchOptions options) {
        List<String> arguments =
                new ArrayList<>(List.of("in-flight=" + inFlight, "server-says=" + server.saysProtocol()));
        arguments.addAll(
                switch (scenario) {
                    case COLD -> List.of("scenario=cold", "warm-up=10", "repetitions=30", "limit-s=20");
                    case SMALL ->
                        List.of(
                                "scenario=small",
                                "warm-up=" + options.warmUpSeconds(),
                                "measure-ms=" + options.seconds() * 1000,
                                "limit-s=30");
                    case DOWN -> List.of("scenario=down", "path=/256m.bin", "size=" + 256L * MIB, "repetitions=2");
                    case UP -> List.of("scenario=up", "path=/", "size=" + 256L * MIB, "repetitions=2");
                    case BURST -> List.of("scenario=burst", "path=/64k.bin", "size=65536", "limit-s=150");
                    case LINK ->
                        List.of("scenario=down", "path=/16m.bin", "size=" + 16L * MIB, "warm-up=0", "limit-s=150");
                    case LINK_UP -> List.of("scenario=up", "path=/", "size=" + 16L * MIB, "warm-up=0", "limit-s=150");
                });
        return arguments;
    }

    /** About how many seconds one measurement takes, its JVM's start included, on a machine of a few processors. */
    double expectedSeconds(BenchOptions options) {
        return switch (scenario) {
            case COLD -> 6;
            case SMALL -> options.warmUpSeconds() + options.seconds() + 2;
            case DOWN -> server == Server.CADDY ? 11 : 6;
            case UP -> 9;
            case BURST -> 6 + 4 * lossPercent;
            case LINK -> lossPercent == 0 ? 7 : 25 + 15 * lossPercent;
            case LINK_UP -> 7 + 12 * lossPercent;
        };
    }

    /** Such as {@code small, 10 in flight, gtlsserver}. */
    @Override
    public String toString() {
        String text = scenario.toString();
        if (scenario == Scenario.SMALL) {
            text += ", " + inFlight + " in flight";
        }
        if (scenario.linked()) {
            text += ", " + (lossPercent == Math.rint(lossPercent) ? Long.toString((long) lossPercent) : lossPercent)
                    + " % loss";
        }
        return text + ", " + server;
    }
}
