package dev.quiver.testkit.example;

import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A server with a route of its own, behind a slow and lossy network; it waits for one request and tells of it. */
public final class Example {
    private Example() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("testkit");
        LinkConditions dsl = LinkConditions.newBuilder()
                .delay(Duration.ofMillis(20))
                .megabits(50)
                .drop(0.01)
                .build();
        try (TestServer server = TestServer.newBuilder()
                        .route("/hello", (request, response) -> response.send(200, "hello\n"))
                        .start();
                LossyRelay relay = LossyRelay.newBuilder(server.address())
                        .seed(42)
                        .both(dsl)
                        .start()) {
            Path ca = server.certificate().writeTo(directory).ca();
            System.out.println("quiver get --cacert " + ca + " https://localhost:"
                    + relay.address().getPort() + "/hello");

            RequestRecord seen =
                    server.awaitRequest(r -> r.outcome() == RequestRecord.Outcome.ANSWERED, Duration.ofMinutes(1));
            System.out.println(seen);
            System.out.println(relay.counts(Direction.TO_CLIENT));
        }
    }
}
