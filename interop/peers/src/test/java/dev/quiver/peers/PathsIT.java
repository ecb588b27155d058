package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A transfer survives another port, another address and two seconds without a network; interop/paths: 200 MiB. */
@Tag("real-server")
@Timeout(120)
class PathsIT {
    private static final long BYTES = Long.getLong("quiver.paths.bytes", 32L << 20);

    /** What happens to the network when a quarter is done. */
    enum Change {
        PORT("port", n -> {}),
        ADDRESS("address", Namespaces::changeAddress),
        OUTAGE("outage", Namespaces::pullCable);

        private final String word;
        private final Consumer<Namespaces> action;

        Change(String word, Consumer<Namespaces> action) {
            this.word = word;
            this.action = action;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    // An upload to quic-go from an address that dies is left out: see docs/quic-group.md, "Another address".
    @ParameterizedTest(name = "{1} from or to {0}, change of {2}")
    @CsvSource({
        "QUIC_GO, download, PORT",
        "QUIC_GO, download, ADDRESS",
        "QUIC_GO, upload, PORT",
        "QUIC_GO, download, OUTAGE",
        "AIOQUIC, download, PORT",
        "AIOQUIC, download, ADDRESS",
        "AIOQUIC, upload, ADDRESS",
        "AIOQUIC, download, OUTAGE"
    })
    void theTransferIsWhole(Maker maker, String what, Change change) throws Exception {
        try (Namespaces network = Namespaces.create();
                RealServer peer =
                        RealServer.start(network.onServer(), maker.script(), "--address", Namespaces.SERVER)) {
            String mode = change == Change.PORT ? "rebind-" + what : what;
            long from = System.nanoTime();
            List<String> said = transfer(network, peer, mode, () -> change.action.accept(network));
            String last = said.get(said.size() - 1);
            assertThat(last).as("%s", said).startsWith("DONE " + BYTES + " ");
            String[] words = last.split(" ");
            assertThat(words[2]).as("digest of what was %sed", what).isEqualTo(words[3]);
            assertThat(said.toString())
                    .contains(change == Change.OUTAGE ? "ViabilityChanged[viable=true]" : "PathChanged[from=");
            System.out.printf(
                    "%s %s, change of %s: %d MiB whole in %d ms, %s%n",
                    maker, what, change, BYTES >> 20, (System.nanoTime() - from) / 1_000_000, said);
        }
    }

    private static List<String> transfer(Namespaces network, RealServer peer, String mode, Runnable atAQuarter)
            throws IOException {
        List<String> command = new ArrayList<>(network.onClient());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                QuiverProcess.classPath(),
                PathTransfer.class.getName(),
                Namespaces.SERVER,
                String.valueOf(peer.port()),
                peer.ca().toString(),
                mode,
                String.valueOf(BYTES)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.equals("QUARTER")) {
                    atAQuarter.run();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        return said;
    }
}
