package dev.quiver.testkit.internal.routes;

import java.util.concurrent.Executor;

/** All that a server answers by itself. */
public final class StandardRoutes {
    private StandardRoutes() {}

    /**
     * Adds them.
     *
     * @param blocking runs what takes long
     */
    public static Router addTo(Router router, Executor blocking) {
        router.add("/", (request, response) -> response.send(200, index()));
        Bodies.addTo(router, blocking);
        Files.addTo(router);
        Messages.addTo(router);
        Faults.addTo(router);
        return router;
    }

    private static String index() {
        return """
                Quiver's test server speaks HTTP/3.

                /echo                                 the body comes back, trailers too
                /upload                               length and SHA-256 of the body
                /bytes/N                              N bytes, always the same; /digest/N is their SHA-256
                /work                                 method, length and SHA-256 of the request, as a line
                /0.bin, /1k.bin … /16m.bin            the files that servers of other makers have in Quiver's tests
                /slow?bytes=N&chunk=N&delayMs=N       the same, a little at a time
                /headers                              the request's fields as text
                /status/CODE                          any final status
                /trailers                             fields behind the body
                /early-hints                          103, then 200
                /redirect?to=URL&status=CODE          a way elsewhere
                /big-headers?bytes=N                  up to 256 KiB of fields

                /ws                                   a WebSocket (RFC 9220) that says all back; ?close=CODE&reason=TEXT
                                                      closes it, ?flood=N sends N bytes, ?end ends it without a Close
                /ws/STATUS, /refused/STATUS           refuses a WebSocket, with fields and a body
                /connect                              an extended CONNECT of any protocol: bytes and datagrams come back

                /reset?code=N&after=N&delayMs=N       RESET_STREAM in the body; after=-1: in place of a response
                /stop?code=N&after=N&answer=true      STOP_SENDING to the upload, with or without an answer
                /goaway                               answers, then GOAWAY
                /close?code=N&after=N&delayMs=N       CONNECTION_CLOSE in the body
                /never                                no answer, and the body is not read
                /truncate?bytes=N&length=N            less than content-length says
                /cut, /cut-headers                    a frame cut short by FIN
                /empty                                FIN and nothing else
                /crlf                                 a line break in a field
                """;
    }
}
