package dev.quiver.urlsession.internal.load;

import java.net.http.HttpClient;
import java.time.Clock;

/** The bottom of every session: loads by a {@link HttpClient}, telling more where it is an {@code H3Client}. */
public final class ClientLoader implements Loader {
    private final HttpClient client;
    private final Clock clock;

    /** @param clock gives the metrics their times */
    public ClientLoader(HttpClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public Load start(LoadRequest request, LoadListener listener) {
        ClientLoad load = new ClientLoad(client, request, listener, new TransactionLog(request, clock));
        load.begin();
        return load;
    }
}
