package dev.quiver.benchmarks.run;

import dev.quiver.benchmarks.measure.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs every client once a round, cell by cell, so that what the machine does meanwhile meets them all alike. */
final class Comparison implements AutoCloseable {
    private final Layout layout;
    private final BenchOptions options;
    private final Words words;
    private final MeasureProcess measuring;
    private final Map<Server, ServerProcess> servers = new EnumMap<>(Server.class);
    private boolean lane;

    Comparison(Layout layout, BenchOptions options, Words words) {
        this.layout = layout;
        this.options = options;
        this.words = words;
        this.measuring = new MeasureProcess(layout, options);
    }

    /** A client answered in another protocol than it claims. */
    static final class WrongProtocol extends Exception {
        private static final long serialVersionUID = 1;

        WrongProtocol(String message) {
            super(message);
        }
    }

    List<Row> run() throws IOException, InterruptedException, WrongProtocol {
        List<Cell> cells = new ArrayList<>(Cell.of(options));
        startServers(cells);
        cells.removeIf(cell -> !servers.containsKey(cell.server()));
        List<Client> clients = clientsHere();
        lane = cells.stream()
                        .anyMatch(cell ->
                                cell.scenario().linked() && cell.server().tcp())
                && clients.stream().anyMatch(client -> !client.quic())
                && lanePossible();
        Schedule schedule = Schedule.of(
                cells,
                clients,
                options,
                (cell, client) -> client.quic() || lane || !cell.scenario().linked());
        words.say(schedule.summary());
        List<Row> rows = new ArrayList<>();
        long began = System.nanoTime();
        for (Schedule.Turn turn : schedule.turns()) {
            Duration gone = Duration.ofNanos(System.nanoTime() - began);
            Duration most = options.most();
            if (most != null && gone.plus(schedule.expected(turn, gone)).compareTo(most) > 0) {
                words.say(
                        "STOPPED: " + turn.number() + " of " + schedule.turns().size()
                                + " measurements are made, and the next would take longer than --minutes allows");
                break;
            }
            words.say(schedule.progress(turn, gone));
            List<Row> measured = measure(turn.cell(), turn.client(), turn.round());
            if (options.rows() != null) {
                // At once: a run may be cut off, and what was measured until then is good.
                RowFile.add(options.rows(), measured);
            }
            rows.addAll(measured);
        }
        return rows;
    }

    private void startServers(List<Cell> cells) throws IOException, InterruptedException {
        boolean large = cells.stream().anyMatch(cell -> cell.scenario() == Scenario.DOWN);
        for (Server server : Server.values()) {
            if (cells.stream().anyMatch(cell -> cell.server() == server)) {
                if (ServerProcess.install(layout, server)) {
                    servers.put(
                            server,
                            ServerProcess.start(layout, server, List.of(), "127.0.0.1", server.toString(), large));
                } else {
                    words.say("SKIPPED: all measurements against " + server + ", which is not here");
                }
            }
        }
    }

    private List<Client> clientsHere() {
        List<Client> here = new ArrayList<>();
        for (Client client : options.clients()) {
            String obstacle = client.obstacle();
            if (obstacle == null && layout.classPath(client) == null) {
                obstacle = "it was not built";
            }
            if (obstacle == null) {
                here.add(client);
            } else {
                words.say("SKIPPED: " + client + ": " + obstacle);
            }
        }
        return here;
    }

    private boolean lanePossible() throws IOException, InterruptedException {
        boolean possible = Lane.possible(layout);
        if (!possible) {
            words.say("SKIPPED: the slow link for clients over TCP");
        }
        return possible;
    }

    private List<Row> measure(Cell cell, Client client, int round) throws InterruptedException, WrongProtocol {
        MeasureProcess.Outcome outcome;
        try {
            outcome = connect(cell, client, round);
        } catch (IOException e) {
            outcome = new MeasureProcess.Outcome(-1, List.of(), "could not be run: " + e.getMessage());
        }
        if (outcome.wrongProtocol()) {
            throw new WrongProtocol(client + " in " + cell + ": " + outcome.complaint());
        }
        List<Row> rows = new ArrayList<>();
        for (Result result : outcome.results()) {
            rows.add(Row.of(cell, client, round, result));
        }
        if (outcome.code() != 0) {
            words.say("FAILED: " + client + " in " + cell + ": " + outcome.complaint());
            rows.add(Row.failed(cell, client, round, outcome.complaint()));
        }
        return rows;
    }

    private MeasureProcess.Outcome connect(Cell cell, Client client, int round)
            throws IOException, InterruptedException {
        ServerProcess server = Objects.requireNonNull(servers.get(cell.server()));
        if (!cell.scenario().linked()) {
            return measuring.run(cell, client, List.of(), to(server, server.port()), List.of(server.processId()));
        }
        if (client.quic()) {
            try (RelayProcess relay = RelayProcess.start(layout, server.port(), cell.lossPercent(), round)) {
                return measuring.run(
                        cell, client, List.of(), to(server, relay.port()), List.of(server.processId(), relay.pid()));
            }
        }
        try (Lane link = Lane.up(layout, cell.lossPercent(), round);
                ServerProcess far = ServerProcess.start(
                        layout, cell.server(), link.end("server"), Lane.SERVER, cell.server() + "-far", false)) {
            return measuring.run(
                    cell, client, link.end("client"), to(far, far.port()), List.of(far.processId(), link.pid()));
        }
    }

    private static List<String> to(ServerProcess server, int port) {
        return List.of("url=https://localhost:" + port + "/", "ca=" + server.anchor(), "server-pid=" + server.pid());
    }

    /** Stops the servers. */
    @Override
    public void close() {
        servers.values().forEach(ServerProcess::close);
        servers.clear();
    }
}
