package dev.quiver.benchmarks.measure;

import dev.quiver.benchmarks.peer.PeerFactory;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * Measures one client once: {@code MeasureCommand FACTORY-CLASS key=value…}, the keys being those of {@link Settings}.
 * Prints a line for each {@link Result}. Exit codes: 0 done, 2 a request failed, 3 the client did not speak the protocol
 * that it claims.
 */
public final class MeasureCommand {
    /** The exit code of a client that did not speak what it claims. */
    public static final int WRONG_PROTOCOL = 3;

    private static final int FAILED = 2;

    private MeasureCommand() {}

    /** Runs and ends the JVM, without waiting for threads that a client left behind. */
    public static void main(String[] arguments) {
        int code = run(Arrays.asList(arguments), System.out, System.err);
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            PeerFactory clients = Class.forName(arguments.get(0))
                    .asSubclass(PeerFactory.class)
                    .getDeclaredConstructor()
                    .newInstance();
            Settings settings = Settings.parse(arguments.subList(1, arguments.size()));
            ReplyCheck check = new ReplyCheck(clients.protocol(), settings.serverSays());
            Scenario.named(settings.scenario()).run(clients, settings, check, result -> out.println(result.line()));
            return 0;
        } catch (Throwable e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof WrongProtocolException) {
                    err.println(arguments + ": " + cause.getMessage());
                    return WRONG_PROTOCOL;
                }
            }
            e.printStackTrace(err);
            return FAILED;
        }
    }
}
