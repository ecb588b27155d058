package dev.quiver.benchmarks.measure;

import dev.quiver.benchmarks.peer.Reply;
import java.util.Locale;

/**
 * Looks at every reply: a figure counts only if the request was answered, whole, in the protocol that the client claims.
 *
 * @param protocol {@code h3} or {@code h2}
 * @param serverSays whether the server has to say so too
 */
record ReplyCheck(String protocol, boolean serverSays) {
    /** The size of a body that does not matter. */
    static final long ANY_SIZE = -1;

    void check(Reply reply, long size) {
        if (!reply.protocol().equals(protocol)) {
            throw new WrongProtocolException("the client says it spoke " + reply.protocol() + ", not " + protocol);
        }
        String said = reply.serverSays();
        if (said == null) {
            if (serverSays) {
                throw new WrongProtocolException("the server did not say what it was asked in");
            }
        } else if (!isThisProtocol(said)) {
            throw new WrongProtocolException("the server says it was asked in " + said + ", not " + protocol);
        }
        if (reply.status() != 200) {
            throw new IllegalStateException("status " + reply.status());
        }
        if (size != ANY_SIZE && reply.bytes() != size) {
            throw new IllegalStateException("a body of " + reply.bytes() + " bytes, not " + size);
        }
    }

    /** Servers write {@code HTTP/3.0}, {@code HTTP/2.0} and the like. */
    private boolean isThisProtocol(String said) {
        return said.toUpperCase(Locale.ROOT).startsWith("HTTP/" + protocol.charAt(1));
    }
}
