package dev.quiver.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegisteredServerTest {
    @RegisterExtension
    static final QuiverServerExtension QUIVER = QuiverServerExtension.of(
            TestServer.newBuilder().route("/hello", (request, response) -> response.send(200, "hello")));

    private static TestServer first;

    @Test
    void one(TestServer server) {
        shared(server);
    }

    @Test
    void two(TestServer server) {
        shared(server);
    }

    private static void shared(TestServer server) {
        first = first == null ? server : first;
        assertThat(server).isSameAs(first);
        assertThat(server.isClosed()).isFalse();
    }
}
