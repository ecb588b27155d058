package dev.quiver.urlsession;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The server of swift-corelibs-foundation's scenarios, and a session with a delegate that writes down what it is told. */
abstract class CorelibsFixture {
    final Recorder delegate = new Recorder();
    CorelibsServer server;
    UrlSession session;

    @BeforeEach
    void start() throws IOException {
        server = new CorelibsServer();
        session = UrlSession.newBuilder(server.configuration().build())
                .delegate(delegate)
                .build();
    }

    @AfterEach
    void stop() {
        session.close();
        server.close();
    }
}
