package dev.quiver.cli.compare;

import dev.quiver.cli.compare.link.LinkCondition;
import dev.quiver.cli.transfer.ErrorKind;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.Stage;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Comparisons made up for tests. */
public final class Samples {
    public static final URI URL = URI.create("https://localhost/a?b=1&c=2");

    private Samples() {}

    public static Sample answered(int status, String body, long... millis) {
        Map<String, List<String>> fields = Map.of("server", List.of("test"));
        Answer answer = new Answer(status, "h2", fields, body.length(), "0123456789abcdef" + body);
        Duration total = Duration.ofMillis(millis.length == 0 ? 10 : millis[0]);
        return new Sample(answer, total.dividedBy(4), total.dividedBy(2), total, null, null);
    }

    public static Sample failed(ErrorKind kind) {
        Failure failure = Failure.local(kind, Stage.CONNECTING, "did not work", null);
        return new Sample(null, null, null, Duration.ofMillis(3), null, failure);
    }

    public static ClientRun run(Sample... samples) {
        return new ClientRun(List.of(), Arrays.asList(samples), Arrays.asList(samples), null);
    }

    public static UrlComparison comparison(
            @Nullable LinkCondition link, ClientRun quiver, ClientRun okhttp, ClientRun jdk) {
        Map<ClientName, ClientRun> clients = new EnumMap<>(ClientName.class);
        clients.put(ClientName.QUIVER, quiver);
        clients.put(ClientName.OKHTTP, okhttp);
        clients.put(ClientName.JDK, jdk);
        return new UrlComparison(URL, List.of(new LinkRun(link, clients)));
    }
}
