package dev.quiver.urlsession.internal.hsts;

import dev.quiver.urlsession.internal.hsts.HstsHosts.Known;
import dev.quiver.urlsession.internal.store.RecordChange;
import dev.quiver.urlsession.internal.store.RecordFile;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The known hosts that many threads use, and the file that they are kept in, if any. */
public final class HstsMemory {
    /** A record takes about a hundred bytes. */
    private static final int MOST = 20_000;
    /** A host says the same with every response; a file need not hear it more often than this. */
    private static final Duration FRESH = Duration.ofHours(1);

    private static final String DIVIDER = "\u001f";

    private final ReentrantLock lock = new ReentrantLock();
    private final HstsHosts hosts = new HstsHosts(MOST);
    private final InstantSource clock;
    private final @Nullable RecordFile file;

    /** Reads the file. */
    public HstsMemory(InstantSource clock, @Nullable RecordFile file) {
        this.clock = clock;
        this.file = file;
        if (file != null) {
            file.read().forEach((name, record) -> restore(new RecordChange(name, record)));
            save(hosts.sweep(clock.instant()));
        }
    }

    /** The URL to load in place of this one: the same, or with {@code https} for {@code http}, {@code wss} for {@code ws}. */
    public URI upgraded(URI url) {
        lock.lock();
        try {
            return hosts.upgraded(url, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /** Whether a host is to be reached over TLS alone. */
    public boolean isKnown(String host) {
        String name = HstsHosts.name(host);
        lock.lock();
        try {
            return name != null && hosts.isKnown(name, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /** The hosts that said so themselves. */
    public Set<String> names() {
        lock.lock();
        try {
            return new TreeSet<>(hosts.all(clock.instant()).keySet());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes note of what a response says.
     *
     * @param url where it came from, over a connection whose certificate was found good by the usual rules; what came in the
     *     clear is not listened to (RFC 6797 §8.1)
     * @param fields its Strict-Transport-Security fields
     */
    public void note(URI url, List<String> fields) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        StrictTransport said = scheme.equals("https") || scheme.equals("wss") ? StrictTransport.parse(fields) : null;
        String name = HstsHosts.name(url.getHost());
        if (said == null || name == null) {
            return;
        }
        lock.lock();
        try {
            Instant now = clock.instant();
            Known before = hosts.get(name);
            List<String> changed = hosts.note(name, said, now);
            if (isWorthSaving(before, hosts.get(name))) {
                save(changed);
                save(hosts.sweep(now));
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isWorthSaving(@Nullable Known before, @Nullable Known now) {
        return before == null
                || now == null
                || before.includeSubDomains() != now.includeSubDomains()
                || Duration.between(before.expires(), now.expires()).abs().compareTo(FRESH) > 0;
    }

    /** Takes a host off the list; null for all. */
    public void remove(@Nullable String host) {
        lock.lock();
        try {
            Instant now = clock.instant();
            String name = host == null ? null : HstsHosts.name(host);
            List<String> gone =
                    host == null ? List.copyOf(hosts.all(now).keySet()) : name == null ? List.of() : List.of(name);
            gone.forEach(hosts::remove);
            save(gone);
            if (file != null) {
                // Where someone was is gone from the file as well.
                file.forgetHistory();
            }
        } finally {
            lock.unlock();
        }
    }

    /** When this returns, a loss of power no longer harms what is known. */
    public void force() {
        lock.lock();
        try {
            if (file != null) {
                file.force();
            }
        } finally {
            lock.unlock();
        }
    }

    private void save(Collection<String> changed) {
        if (file != null && !changed.isEmpty()) {
            file.write(changed.stream()
                            .map(name -> new RecordChange(name, record(hosts.get(name))))
                            .toList())
                    .forEach(this::restore);
        }
    }

    private static @Nullable String record(@Nullable Known known) {
        return known == null ? null : known.expires() + DIVIDER + known.includeSubDomains();
    }

    private void restore(RecordChange change) {
        Known known = change.value() == null ? null : known(change.value());
        if (known == null) {
            hosts.remove(change.key());
        } else {
            hosts.put(change.key(), known);
        }
    }

    private static @Nullable Known known(String record) {
        String[] parts = record.split(DIVIDER, -1);
        try {
            return parts.length == 2 ? new Known(Instant.parse(parts[0]), Boolean.parseBoolean(parts[1])) : null;
        } catch (DateTimeException notOurs) {
            return null;
        }
    }
}
