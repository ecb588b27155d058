package dev.quiver.h3.internal.dns;

import dev.quiver.h3.internal.route.ServiceRecord;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Who is asked for HTTPS records. Safe to use from any thread. */
public interface HttpsRecords {
    /** Why there is nobody to ask, for people. */
    String UNAVAILABLE = "HTTPS records need dnsjava (dnsjava:dnsjava) on the class path";

    /** What the domain's records say; never completes exceptionally, and in bounded time. */
    CompletableFuture<ServiceRecord> find(String host, int port);

    /** Whether the library is there. */
    static boolean available() {
        try {
            Class.forName("org.xbill.DNS.HTTPSRecord", false, HttpsRecords.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError missing) {
            return false;
        }
    }

    /**
     * Asks this server, or the system's.
     *
     * @return null if the library is not there
     */
    static @Nullable HttpsRecords of(@Nullable InetSocketAddress server, Executor executor) {
        return available() ? new DnsHttpsRecords(server, executor) : null;
    }

    /** Whether a name can have records that the system's own servers know of: not a literal, nor a bare or local name. */
    static boolean isPublicName(String host) {
        boolean literal = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
        return !literal && host.indexOf('.') > 0 && !host.endsWith(".localhost") && !host.endsWith(".local");
    }
}
