package dev.quiver.testkit;

/**
 * Answers requests. Called once a request's fields are there, on a thread that may block; many calls may be under way
 * at once. The answer may also be finished later, from any thread.
 *
 * <p>An exception thrown before the head was sent is answered with status 500; later, the stream is reset with
 * H3_INTERNAL_ERROR.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Answers one request. Until {@link Response#end()} or {@link Response#reset} the client waits.
     *
     * @throws Exception as described above
     */
    void handle(Request request, Response response) throws Exception;
}
