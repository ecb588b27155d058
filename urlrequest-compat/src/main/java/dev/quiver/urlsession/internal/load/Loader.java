package dev.quiver.urlsession.internal.load;

/** Loads one response for one request. Thread-safe. */
public interface Loader {
    /**
     * Begins. Never throws and never blocks: failures go to the listener, which may be called before this returns.
     *
     * @return the load under way; it delivers no body until {@link Load#request} asks for it
     */
    Load start(LoadRequest request, LoadListener listener);
}
