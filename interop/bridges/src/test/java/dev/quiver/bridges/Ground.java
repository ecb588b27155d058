package dev.quiver.bridges;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import java.io.InputStream;
import java.time.Duration;

/** Clients as the tests want them, and the server's account: it speaks HTTP/3 and nothing else. */
final class Ground {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More than any window. */
    static final int LARGE = 20_000_000;

    private Ground() {}

    static H3Client.Builder client(TestServer server) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build());
    }

    /** The request as the server saw it, answered to its end. */
    static RequestRecord answered(TestServer server, String method, String target) throws InterruptedException {
        return server.awaitRequest(
                r -> r.method().equals(method)
                        && r.target().equals(target)
                        && r.outcome() == RequestRecord.Outcome.ANSWERED,
                PATIENCE);
    }

    /** The client gave it up, and the server heard of it. */
    static RequestRecord givenUp(TestServer server, String target) throws InterruptedException {
        return server.awaitRequest(
                r -> r.target().equals(target)
                        && (r.outcome() == RequestRecord.Outcome.STOPPED_BY_CLIENT
                                || r.outcome() == RequestRecord.Outcome.RESET_BY_CLIENT),
                PATIENCE);
    }

    /** What {@code /upload} says of the first bytes of this number. */
    static String digest(long bytes) {
        return bytes + " " + TestBytes.sha256(bytes) + "\n";
    }

    /** That many of the test's bytes, made as they are read. */
    static InputStream bytes(long count) {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (at == count) {
                    return -1;
                }
                int some = (int) Math.min(Math.min(length, 8192), count - at);
                TestBytes.at(at, some).get(into, offset, some);
                at += some;
                return some;
            }
        };
    }
}
