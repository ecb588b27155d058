package dev.quiver.urlsession.internal.local;

import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.Loader;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Executor;

/** Sends {@code data:} and {@code file:} URLs to what reads them, and all others on. */
public final class SchemeLoader implements Loader {
    private final Loader network;
    private final Executor reading;
    private final Clock clock;

    /**
     * @param reading where files are read; may block
     * @param clock gives the metrics their times
     */
    public SchemeLoader(Loader network, Executor reading, Clock clock) {
        this.network = network;
        this.reading = reading;
        this.clock = clock;
    }

    @Override
    public Load start(LoadRequest request, LoadListener listener) {
        String scheme = request.uri().getScheme();
        if (scheme == null) {
            return network.start(request, listener);
        }
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "data" -> local(request, listener, () -> DataContent.of(request.uri()));
            case "file" -> local(request, listener, () -> FileContent.open(request.uri()));
            default -> network.start(request, listener);
        };
    }

    private Load local(LoadRequest request, LoadListener listener, LocalContent.Opening opening) {
        LocalLoad load = new LocalLoad(request, listener, reading, clock);
        load.begin(opening);
        return load;
    }
}
