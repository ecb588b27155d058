package dev.quiver.cli.compare;

import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of one URL.
 *
 * @param url what was asked for
 * @param runs by each way
 */
public record UrlComparison(URI url, List<LinkRun> runs) {
    public UrlComparison {
        runs = List.copyOf(runs);
    }

    /** All answers of each client that has any, by whatever way. */
    public Map<ClientName, List<Answer>> answers() {
        Map<ClientName, List<Answer>> all = new EnumMap<>(ClientName.class);
        for (LinkRun run : runs) {
            run.clients().forEach((client, found) -> {
                if (!found.answers().isEmpty()) {
                    all.computeIfAbsent(client, none -> new ArrayList<>()).addAll(found.answers());
                }
            });
        }
        return all;
    }

    /** What differs between them. */
    public Differences differences() {
        return Differences.between(answers());
    }

    /** The first failure of a client, or null. */
    public @Nullable Failure failure(ClientName client) {
        return runs.stream()
                .map(run -> run.clients().get(client))
                .filter(Objects::nonNull)
                .map(ClientRun::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** 0 all answered the same; the code of the first failure; else 1. */
    public int exitCode() {
        for (LinkRun run : runs) {
            for (ClientRun client : run.clients().values()) {
                Failure failure = client.failure();
                if (failure != null) {
                    return failure.exitCode();
                }
            }
        }
        return differences().matter() ? ExitCode.DIFFERENT : ExitCode.DONE;
    }
}
