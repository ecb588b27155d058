package dev.quiver.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Two network namespaces with a cable of 400 Mbit/s between them, the server's at {@value #SERVER}. Needs Linux, root and
 * iproute2; without them the test is skipped, which its report says.
 */
final class Namespaces implements AutoCloseable {
    static final String SERVER = "10.77.0.1";
    static final String CLIENT = "10.77.0.2";
    static final String OTHER_CLIENT = "10.77.0.3";

    private final String client = "quiver-client-" + ProcessHandle.current().pid();
    private final String server = "quiver-server-" + ProcessHandle.current().pid();

    private Namespaces() {}

    static Namespaces create() {
        Namespaces made = new Namespaces();
        try {
            for (String name : List.of(made.client, made.server)) {
                Assumptions.assumeTrue(
                        run(List.of("ip", "netns", "add", name)) == 0,
                        "no network namespaces here (root and iproute2 are needed): skipped");
                made.must("-n", name, "link", "set", "lo", "up");
            }
            made.must("-n", made.client, "link", "add", "cable", "type", "veth", "peer", "name", "end");
            made.must("-n", made.client, "link", "set", "end", "netns", made.server);
            made.must("-n", made.client, "addr", "add", CLIENT + "/24", "dev", "cable");
            made.must("-n", made.server, "addr", "add", SERVER + "/24", "dev", "end");
            made.must("-n", made.client, "link", "set", "cable", "up");
            made.must("-n", made.server, "link", "set", "end", "up");
            made.slow(made.client, "cable");
            made.slow(made.server, "end");
            return made;
        } catch (RuntimeException | Error e) {
            made.close();
            throw e;
        }
    }

    /** So that a transfer is still under way when the network changes. */
    private void slow(String namespace, String device) {
        Assumptions.assumeTrue(
                run(List.of(
                                "tc", "-n", namespace, "qdisc", "add", "dev", device, "root", "tbf", "rate", "400mbit",
                                "burst", "256k", "latency", "50ms"))
                        == 0,
                "this kernel cannot shape traffic (tc tbf): skipped");
    }

    /** What to put before a command so that it runs on the client's side. */
    List<String> onClient() {
        return List.of("ip", "netns", "exec", client);
    }

    List<String> onServer() {
        return List.of("ip", "netns", "exec", server);
    }

    /** The client loses its address and gets another. */
    void changeAddress() {
        must("-n", client, "addr", "del", CLIENT + "/24", "dev", "cable");
        must("-n", client, "addr", "add", OTHER_CLIENT + "/24", "dev", "cable");
    }

    /** Pulls the cable on the client's side for two seconds. */
    void pullCable() {
        must("-n", client, "link", "set", "cable", "down");
        run(List.of("sleep", "2"));
        must("-n", client, "link", "set", "cable", "up");
    }

    private void must(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        if (run(command) != 0) {
            throw new AssertionError("failed: " + String.join(" ", command));
        }
    }

    private static int run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("hangs: " + command);
            }
            if (process.exitValue() != 0) {
                System.err.println(String.join(" ", command) + ": " + said);
            }
            return process.exitValue();
        } catch (IOException e) {
            if (command.get(0).equals("ip") || command.get(0).equals("tc")) {
                return 127; // not there
            }
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        run(List.of("ip", "netns", "del", client));
        run(List.of("ip", "netns", "del", server));
    }
}
