package dev.quiver.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server that one of the scripts of {@code interop} started. */
final class ServerProcess implements AutoCloseable {
    private final List<String> script;
    private final Path folder;
    private final Map<String, String> told;

    private ServerProcess(List<String> script, Path folder, Map<String, String> told) {
        this.script = script;
        this.folder = folder;
        this.told = told;
    }

    /** Installs it where that can be. False if it is not here and cannot be had; the script has said why. */
    static boolean install(Layout layout, Server server) throws IOException, InterruptedException {
        return new ProcessBuilder(layout.interop().resolve(server.script()).toString(), "install")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .waitFor()
                == 0;
    }

    /**
     * Starts it.
     *
     * @param prefix goes before the script: what it runs in
     * @param address where it listens
     * @param name of the folder for its keys and log
     */
    static ServerProcess start(
            Layout layout, Server server, List<String> prefix, String address, String name, boolean large)
            throws IOException, InterruptedException {
        List<String> script = new ArrayList<>(prefix);
        script.add(layout.interop().resolve(server.script()).toString());
        Path folder = layout.work().resolve(name);
        List<String> command = new ArrayList<>(script);
        command.addAll(List.of("start", "--dir", folder.toString(), "--address", address));
        if (large) {
            command.add("--large");
        }
        // The server keeps the pipe of the script's error stream: it has to go to where this process' goes.
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (process.waitFor() != 0) {
            throw new IOException(server + " did not start");
        }
        Map<String, String> told = new HashMap<>();
        for (String field : line.split("\t", -1)) {
            int equals = field.indexOf('=');
            told.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return new ServerProcess(script, folder, told);
    }

    int port() {
        return Integer.parseInt(told("port"));
    }

    String pid() {
        return told("pid");
    }

    long processId() {
        return Long.parseLong(pid());
    }

    /** The PEM file of the certificate to trust. */
    String anchor() {
        return told("ca");
    }

    private String told(String key) {
        String value = told.get(key);
        if (value == null) {
            throw new IllegalStateException(script + " did not tell its " + key);
        }
        return value;
    }

    @Override
    public void close() {
        List<String> command = new ArrayList<>(script);
        command.addAll(List.of("stop", "--dir", folder.toString()));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("could not stop " + script, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
