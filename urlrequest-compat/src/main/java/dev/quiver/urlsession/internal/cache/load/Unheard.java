package dev.quiver.urlsession.internal.cache.load;

import dev.quiver.urlsession.TransactionMetrics;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadListener;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Listens for the end only: the store is what a refresh is for. */
final class Unheard implements LoadListener {
    private final Runnable over;

    Unheard(Runnable over) {
        this.over = over;
    }

    @Override
    public void sent(long bodyBytesSent) {}

    @Override
    public void informational(int status, HttpHeaders fields) {}

    @Override
    public void head(LoadHead head) {}

    @Override
    public void data(ByteBuffer buffer) {}

    @Override
    public void done(@Nullable HttpHeaders trailers, TransactionMetrics metrics) {
        over.run();
    }

    @Override
    public void failed(LoadFailure failure, TransactionMetrics metrics) {
        over.run();
    }
}
