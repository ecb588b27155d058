package dev.quiver.interop.cases.http3;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.MatrixRunner;
import dev.quiver.interop.RunListener;
import dev.quiver.interop.Target;
import dev.quiver.interop.TestCase;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs cases with servers of this JVM. */
final class Runs {
    /** All that the test server has. */
    static final String ALL_OFFERS =
            "files,echo,echo-trailers,work,status,trailers,early-hints,big-headers,reset,goaway,ws,"
                    + "refused,slow,never,headers";

    private Runs() {}

    static Target target(TestServer server, String path, String... options) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            pairs.put(options[i], options[i + 1]);
        }
        return new Target("it", "localhost", server.address().getPort(), path, pairs);
    }

    /** The answers by the names of the cases; all of them if none is named. */
    static Map<String, Answer> run(TestServer server, Target target, Path logs, String... names) throws Exception {
        List<TestCase> cases = new ArrayList<>(Http3Cases.ALL);
        if (names.length > 0) {
            cases.removeIf(one -> !List.of(names).contains(one.name()));
        }
        MatrixRunner.Settings settings =
                new MatrixRunner.Settings(TrustEvaluator.anchors(List.of(server.root())), logs, 1, false);
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (Cell cell : new MatrixRunner(cases, settings, RunListener.NONE)
                .run(List.of(target))
                .cells()) {
            answers.put(cell.testCase().name(), cell.answer());
        }
        return answers;
    }
}
