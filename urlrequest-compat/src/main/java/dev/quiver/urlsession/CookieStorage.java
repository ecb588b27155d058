package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.cookie.CookieHandlerView;
import dev.quiver.urlsession.internal.cookie.CookieStore;
import dev.quiver.urlsession.internal.cookie.RequestContext;
import dev.quiver.urlsession.internal.store.Disk;
import dev.quiver.urlsession.internal.store.RecordFile;
import java.net.CookieHandler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where cookies are kept; {@code HTTPCookieStorage}. It follows RFC 6265bis with the public suffix list; it holds up to 180
 * cookies a domain and 3000 in all. Thread-safe.
 */
public final class CookieStorage {
    private static final CookieStorage SHARED = inMemory();

    private final CookieStore store;
    private volatile CookieAcceptPolicy acceptPolicy = CookieAcceptPolicy.ONLY_FROM_MAIN_DOCUMENT_DOMAIN;

    private CookieStorage(CookieStore store) {
        this.store = store;
    }

    /** The one that the standard configuration uses. In memory: a library has no place of its own on a user's disk. */
    public static CookieStorage shared() {
        return SHARED;
    }

    /** One of its own, which ends with the process. */
    public static CookieStorage inMemory() {
        return new CookieStorage(new CookieStore(InstantSource.system(), null));
    }

    /**
     * One that keeps cookies with an expiry date in a file, readable by its owner alone where the file system can say so.
     * Several processes may use one file: each sees the others' cookies when it opens it and with each change of its own.
     * Each change is in the file, whole, when the call returns, and survives the process being killed; {@link #flush} makes it
     * survive a loss of power. A file that cannot be used is told to the logger {@code dev.quiver.urlsession.store}.
     */
    public static CookieStorage inFile(Path file) {
        return new CookieStorage(new CookieStore(InstantSource.system(), new RecordFile(file, "cookies", new Disk())));
    }

    /** All cookies. */
    public List<HttpCookie> cookies() {
        return store.all();
    }

    /** The cookies that a GET of this URL would carry, in that order. */
    public List<HttpCookie> cookies(URI url) {
        return store.cookies(RequestContext.direct(url));
    }

    /** Keeps a cookie in place of the one of its name, domain and path; a cookie that has ended takes that one away. */
    public void setCookie(HttpCookie cookie) {
        if (acceptPolicy != CookieAcceptPolicy.NEVER) {
            store.put(List.of(cookie));
        }
    }

    /**
     * Keeps cookies as {@link #cookieAcceptPolicy} says.
     *
     * @param mainDocumentUrl whose document they came with; null where there is none
     */
    public void setCookies(List<HttpCookie> cookies, URI url, @Nullable URI mainDocumentUrl) {
        if (CookieStore.accepts(acceptPolicy, url, mainDocumentUrl)) {
            store.put(cookies);
        }
    }

    /** Takes out the cookie of this one's name, domain and path. */
    public void deleteCookie(HttpCookie cookie) {
        Objects.requireNonNull(cookie, "cookie");
        store.removeIf(each -> each.cookie().name().equals(cookie.name())
                && each.cookie().domain().equals(cookie.domain())
                && each.cookie().path().equals(cookie.path()));
    }

    /** Takes out all cookies that were set at that time or later. */
    public void removeCookies(Instant since) {
        Objects.requireNonNull(since, "since");
        store.removeIf(each -> !each.set().isBefore(since));
    }

    /** Which cookies this accepts from {@link #setCookies}; a session has its own policy for responses. */
    public CookieAcceptPolicy cookieAcceptPolicy() {
        return acceptPolicy;
    }

    /** See {@link #cookieAcceptPolicy()}. Default {@code ONLY_FROM_MAIN_DOCUMENT_DOMAIN}, as Apple's. */
    public void cookieAcceptPolicy(CookieAcceptPolicy policy) {
        this.acceptPolicy = Objects.requireNonNull(policy, "policy");
    }

    /**
     * Calls this after each change that is made through this object, on the thread that made it; must not block.
     *
     * @return ends it
     */
    public Subscription onChange(Runnable listener) {
        Runnable own = listener::run;
        store.addListener(own);
        return () -> store.removeListener(own);
    }

    /** Waits until what was kept survives a loss of power; does nothing in memory. */
    public void flush() {
        store.force();
    }

    /**
     * The same cookies for {@code java.net.http.HttpClient.Builder.cookieHandler} or {@link java.net.HttpURLConnection}, which
     * know no main document: SameSite does not count there. Not for the client of a session, which does this itself.
     */
    public CookieHandler asCookieHandler() {
        return new CookieHandlerView(store, this::cookieAcceptPolicy);
    }

    CookieStore store() {
        return store;
    }

    /** A listener's stay. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        /** Ends it; a call that is under way goes on. */
        @Override
        void close();
    }
}
