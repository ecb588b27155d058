package dev.quiver.interop.endpoint;

import dev.quiver.interop.endpoint.EndpointCase.Procedure;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code interop/endpoint/run_endpoint.sh} runs: fetches what the environment asks for, in the way in which the test
 * case wants it. Its words go to standard error.
 */
public final class EndpointCommand {
    /** Every file is where it belongs, and came the way the case wants. */
    public static final int DONE = 0;

    /** Something failed, or makes no sense. */
    public static final int FAILED = 1;

    /** The case is none that this client can do: the QUIC interop runner's word for that. */
    public static final int UNSUPPORTED = 127;

    private static final int LINES = 10;

    private final Map<String, String> environment;
    private final PrintStream out;

    private EndpointCommand(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** Runs, and ends the process. */
    public static void main(String[] none) {
        System.exit(run(System.getenv(), System.err));
    }

    /**
     * Runs in bounded time and returns the exit code.
     *
     * @param environment the variables that interop/endpoint/README.md names
     * @param out where words go
     */
    public static int run(Map<String, String> environment, PrintStream out) {
        return new EndpointCommand(environment, out).run();
    }

    private int run() {
        String role = environment.getOrDefault("ROLE", "client");
        String name = environment.getOrDefault("TESTCASE", "");
        if (!role.equals("client")) {
            return unsupported("role '" + role + "': Quiver is a client");
        }
        Optional<EndpointCase> known = EndpointCase.named(name);
        if (known.isEmpty()) {
            return unsupported("test case '" + name + "' is not known");
        }
        EndpointCase testCase = known.get();
        Procedure procedure = testCase.procedure();
        if (procedure == null) {
            return unsupported("test case " + name + ": " + testCase.unsupported());
        }
        try {
            return report(testCase, fetch(EndpointSettings.of(environment, testCase), procedure));
        } catch (BadSettingException | IOException e) {
            say(e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            say("interrupted");
            return FAILED;
        }
    }

    private List<String> fetch(EndpointSettings settings, Procedure procedure)
            throws IOException, InterruptedException {
        makeFolder(settings.qlog());
        makeFolder(
                settings.keyLog() == null
                        ? null
                        : settings.keyLog().toAbsolutePath().getParent());
        TrustEvaluator trust = trust(settings);
        Failures failures = new Failures();
        Deadline deadline = new Deadline(settings.limit());
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            HqRun hq = new HqRun(settings, trust, deadline, threads, failures);
            switch (procedure) {
                case TOGETHER -> hq.together();
                case ONE_EACH -> hq.oneEach();
                case RESUMED -> hq.resumed(false);
                case EARLY -> hq.resumed(true);
                case HTTP3 -> new Http3Run(settings, trust, deadline, failures).run();
            }
        } finally {
            threads.shutdown();
        }
        if (failures.lines().isEmpty()) {
            say(settings.downloads().size() + " files fetched");
        }
        return failures.lines();
    }

    private TrustEvaluator trust(EndpointSettings settings) throws IOException {
        if (settings.anchors() != null) {
            return TrustEvaluator.anchorsFromPem(settings.anchors());
        }
        say("WARNING: there is no ca.pem among the certificates: EVERY SERVER IS BELIEVED, whoever it is");
        return TrustEvaluator.insecure();
    }

    private int report(EndpointCase testCase, List<String> failures) {
        failures.stream().limit(LINES).forEach(this::say);
        if (failures.size() > LINES) {
            say("and " + (failures.size() - LINES) + " more");
        }
        say(testCase.runnerName() + (failures.isEmpty() ? ": done" : ": FAILED"));
        return failures.isEmpty() ? DONE : FAILED;
    }

    private int unsupported(String why) {
        say("unsupported " + why);
        return UNSUPPORTED;
    }

    private void say(@Nullable String words) {
        out.println("quiver: " + words);
    }

    private static void makeFolder(@Nullable Path folder) throws IOException {
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }
}
