package dev.quiver.h3.internal.okhttp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.EventListener;

/** Passes a call's cancellation on. Safe to use from any thread. */
final class CancelWatch extends EventListener {
    /** OkHttp 5 lets a listener join a call that has begun. */
    private static final boolean CALLS_TELL = Since.calls("addEventListener", EventListener.class);

    private final Set<Runnable> actions = ConcurrentHashMap.newKeySet();

    /** Whether the actions run when the call is cancelled; if not, the call has to be looked at. */
    boolean tells() {
        return CALLS_TELL;
    }

    /** Begins to listen. Once a call. */
    void join(Call call) {
        if (CALLS_TELL) {
            call.addEventListener(this);
        }
    }

    void add(Runnable action) {
        actions.add(action);
    }

    void remove(Runnable action) {
        actions.remove(action);
    }

    @Override
    public void canceled(Call call) {
        actions.forEach(Runnable::run);
    }
}
