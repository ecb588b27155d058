package dev.quiver.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code run_endpoint.sh} as the QUIC interop runner would start it, its folders elsewhere, and with scripts in place of the
 * simulator's that note that they were called.
 *
 * @param folder its own
 */
record EndpointProcess(Path folder) {
    /** The runner's longest limit and some. */
    private static final int SECONDS = 330;

    /** Where files go. */
    Path downloads() {
        return folder.resolve("downloads");
    }

    /** Where the runner's authority is. */
    Path certs() {
        return folder.resolve("certs");
    }

    Path qlog() {
        return folder.resolve("logs/qlog");
    }

    Path keyLog() {
        return folder.resolve("logs/keys.log");
    }

    Process start(String testCase, List<String> urls) throws IOException {
        Files.createDirectories(downloads());
        Files.createDirectories(certs());
        String context = System.getProperty("quiver.endpoint");
        Path scripts = context == null ? RealServer.repository().resolve("interop/endpoint") : Path.of(context);
        ProcessBuilder builder =
                new ProcessBuilder(scripts.resolve("run_endpoint.sh").toString());
        Map<String, String> environment = builder.environment();
        environment.put("ROLE", "client");
        environment.put("TESTCASE", testCase);
        environment.put("REQUESTS", String.join(" ", urls));
        environment.put("CLIENT_PARAMS", "");
        environment.put("SSLKEYLOGFILE", keyLog().toString());
        environment.put("QLOGDIR", qlog() + "/");
        environment.put("DOWNLOADS", downloads().toString());
        environment.put("CERTS", certs().toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("QUIVER_SETUP", script("setup").toString());
        environment.put("QUIVER_WAIT", script("wait").toString());
        if (context == null) {
            environment.put("QUIVER_CLASSPATH", QuiverProcess.classPath());
        }
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    /** Waits for its exit code. */
    static int await(Process process) throws InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the endpoint is still running after " + SECONDS + " s");
        }
        return process.exitValue();
    }

    /** What it wrote. */
    String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    /** The simulator's scripts that were called, a line each. */
    String called() throws IOException {
        return Files.readString(folder.resolve("called"));
    }

    private Path script(String name) throws IOException {
        Path script = folder.resolve(name);
        Files.writeString(
                script,
                "#!/bin/sh\necho " + name + " \"$@\" >>'" + folder.resolve("called") + "'\n",
                StandardCharsets.UTF_8);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
