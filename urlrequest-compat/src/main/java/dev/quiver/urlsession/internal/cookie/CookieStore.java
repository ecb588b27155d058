package dev.quiver.urlsession.internal.cookie;

import dev.quiver.urlsession.CookieAcceptPolicy;
import dev.quiver.urlsession.HttpCookie;
import dev.quiver.urlsession.internal.site.Site;
import dev.quiver.urlsession.internal.store.RecordChange;
import dev.quiver.urlsession.internal.store.RecordFile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A jar that many threads use, and the file that it is kept in, if any. Listeners run on the thread that changed something. */
public final class CookieStore {
    private static final System.Logger LOG = System.getLogger("dev.quiver.urlsession.cookies");

    /** How often ended cookies are looked for; they are sent no more as soon as they end. */
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final CookieJar jar = new CookieJar(Eviction.DEFAULT);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private final @Nullable RecordFile file;
    private Instant swept = Instant.EPOCH;

    /** Reads the file. */
    public CookieStore(InstantSource clock, @Nullable RecordFile file) {
        this.clock = clock;
        this.file = file;
        if (file != null) {
            Instant now = clock.instant();
            List<RecordChange> ended = new ArrayList<>();
            file.read().forEach((key, value) -> {
                if (!restore(new RecordChange(key, value), now)) {
                    ended.add(new RecordChange(key, null));
                }
            });
            file.write(ended);
        }
    }

    /** The Cookie field's value for a request; empty for none. */
    public String field(RequestContext request) {
        return HttpCookie.requestHeaderField(cookies(request));
    }

    public List<HttpCookie> cookies(RequestContext request) {
        lock.lock();
        try {
            return jar.cookies(request, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /** All, in the order in which they would be sent. */
    public List<HttpCookie> all() {
        lock.lock();
        try {
            return jar.all(clock.instant()).stream()
                    .sorted(StoredCookie.SENDING_ORDER)
                    .map(StoredCookie::cookie)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what a response sets.
     *
     * @param lines its Set-Cookie fields
     * @param mainDocument whose document it belongs to, or null
     */
    public void receive(
            List<String> lines,
            URI url,
            @Nullable URI mainDocument,
            RequestContext request,
            CookieAcceptPolicy policy) {
        if (!accepts(policy, url, mainDocument) || lines.isEmpty()) {
            return;
        }
        change(now -> {
            List<CookieChange> changes = new ArrayList<>();
            for (String line : lines) {
                SetCookie set = SetCookie.parse(line, now);
                Acceptance acceptance =
                        set == null ? new Acceptance.Refused("it is none (§5.6)") : Acceptance.of(set, request);
                if (acceptance instanceof Acceptance.Accepted accepted) {
                    changes.addAll(jar.put(accepted.cookie(), request.secure(), now));
                } else if (acceptance instanceof Acceptance.Refused refused) {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "a cookie of {0} is not kept: {1}",
                            request.host(),
                            refused.why());
                }
            }
            return changes;
        });
    }

    /** Whether a policy lets a response of this URL set cookies at all. */
    public static boolean accepts(CookieAcceptPolicy policy, URI url, @Nullable URI mainDocument) {
        return switch (policy) {
            case ALWAYS -> true;
            case NEVER -> false;
            case ONLY_FROM_MAIN_DOCUMENT_DOMAIN -> mainDocument == null || Site.sameDomain(url, mainDocument);
        };
    }

    /** Puts in cookies of the caller's own. */
    public void put(List<HttpCookie> cookies) {
        change(now -> cookies.stream()
                .flatMap(each -> jar.put(each, true, now).stream())
                .toList());
    }

    /** Takes out, of the file's history too. */
    public void removeIf(Predicate<StoredCookie> what) {
        change(now -> jar.takeIf(what));
        if (file != null) {
            lock.lock();
            try {
                file.forgetHistory();
            } finally {
                lock.unlock();
            }
        }
    }

    /** When this returns, a loss of power no longer harms what was put in. */
    public void force() {
        if (file != null) {
            lock.lock();
            try {
                file.force();
            } finally {
                lock.unlock();
            }
        }
    }

    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    private void change(Function<Instant, List<CookieChange>> work) {
        boolean changed;
        lock.lock();
        try {
            Instant now = clock.instant();
            List<CookieChange> changes = new ArrayList<>(work.apply(now));
            changes.addAll(ended(now));
            changed = !changes.isEmpty();
            if (changed && file != null) {
                save(file, changes, now);
            }
        } finally {
            lock.unlock();
        }
        if (changed) {
            listeners.forEach(Runnable::run);
        }
    }

    /** RFC 6265bis §5.7: what has ended does not stay. */
    private List<CookieChange> ended(Instant now) {
        if (now.isBefore(swept.plus(SWEEP))) {
            return List.of();
        }
        swept = now;
        return jar.takeIf(each -> each.isExpired(now));
    }

    private void save(RecordFile to, List<CookieChange> changes, Instant now) {
        List<RecordChange> records = new ArrayList<>(changes.size());
        for (CookieChange change : changes) {
            StoredCookie stored = change.now();
            records.add(
                    new RecordChange(CookieText.key(change.key()), stored == null ? null : CookieText.value(stored)));
        }
        to.write(records).forEach(other -> restore(other, now));
    }

    /** Takes over what the file has; whether that is a cookie of today. */
    private boolean restore(RecordChange record, Instant now) {
        CookieKey key = CookieText.key(record.key());
        if (key == null) {
            return false;
        }
        StoredCookie here = jar.find(key);
        StoredCookie stored = record.value() == null ? null : CookieText.stored(key, record.value());
        if (stored != null && !stored.isExpired(now)) {
            jar.restore(stored);
            return true;
        }
        if (here != null && !here.cookie().isSessionOnly()) {
            // A cookie of the session is this process's alone.
            jar.take(key);
        }
        return false;
    }
}
