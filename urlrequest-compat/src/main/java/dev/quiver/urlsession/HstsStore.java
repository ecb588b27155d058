package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.hsts.HstsMemory;
import dev.quiver.urlsession.internal.store.Disk;
import dev.quiver.urlsession.internal.store.RecordFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;

/**
 * The hosts that said they are to be reached over TLS alone (HTTP Strict Transport Security, RFC 6797); a session asks for no
 * {@code http} URL of such a host, but for its {@code https} one. It starts empty: no list of hosts comes with this library.
 * Thread-safe.
 */
public final class HstsStore {
    private static final HstsStore SHARED = inMemory();

    private final HstsMemory memory;

    private HstsStore(HstsMemory memory) {
        this.memory = memory;
    }

    /** The one that the standard configuration uses, in memory. */
    public static HstsStore shared() {
        return SHARED;
    }

    /** One of its own, which ends with the process. */
    public static HstsStore inMemory() {
        return new HstsStore(new HstsMemory(InstantSource.system(), null));
    }

    /**
     * One that is kept in a file, readable by its owner alone where the file system can say so; several processes may use it,
     * as they may {@link CookieStorage#inFile}. It says where its owner has been.
     */
    public static HstsStore inFile(Path file) {
        return new HstsStore(new HstsMemory(InstantSource.system(), new RecordFile(file, "hsts", new Disk())));
    }

    /** Whether this host, or a domain above it for all its hosts, asked for TLS alone. */
    public boolean isKnown(String host) {
        return memory.isKnown(Objects.requireNonNull(host, "host"));
    }

    /**
     * What a session loads in place of this URL: {@code https} for {@code http} and {@code wss} for {@code ws} where the host is
     * known, port 443 for an explicit 80, other ports as they are (RFC 6797 §8.3); else the same.
     */
    public URI upgraded(URI url) {
        return memory.upgraded(url);
    }

    /** The hosts that said so, in A-labels. */
    public Set<String> hosts() {
        return memory.names();
    }

    /** Forgets what this host said; what a domain above it said stays. */
    public void remove(String host) {
        memory.remove(Objects.requireNonNull(host, "host"));
    }

    /** Forgets all. */
    public void removeAll() {
        memory.remove(null);
    }

    /** Waits until what is known survives a loss of power; does nothing in memory. */
    public void flush() {
        memory.force();
    }

    HstsMemory memory() {
        return memory;
    }
}
