package dev.quiver.urlsession.internal.load;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;

/** A request's body: opened anew for each time that it is sent. */
@FunctionalInterface
public interface BodySource {
    /**
     * The body from its beginning.
     *
     * @throws IOException if it cannot be had (again); fails the load
     */
    BodyPublisher open() throws IOException;
}
