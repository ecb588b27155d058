package dev.quiver.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A {@link RelayCommand} that runs. */
final class RelayProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private RelayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RelayProcess start(Layout layout, int serverPort, double lossPercent, long seed) throws IOException {
        List<String> command = new ArrayList<>(Layout.java());
        command.addAll(List.of(
                "-cp",
                Objects.requireNonNull(layout.classPath(Client.QUIVER)),
                RelayCommand.class.getName(),
                Integer.toString(serverPort),
                Double.toString(lossPercent),
                Long.toString(seed)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the relay did not start");
        }
        return new RelayProcess(process, Integer.parseInt(line));
    }

    /** Where clients have to go. */
    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Waits for its end: what it used is then this process' children's, and not found later in another measurement. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
