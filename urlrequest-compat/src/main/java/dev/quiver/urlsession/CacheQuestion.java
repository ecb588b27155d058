package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.cache.StoredResponse;
import dev.quiver.urlsession.internal.cache.load.StoreApproval;
import dev.quiver.urlsession.internal.cache.load.StoredBodies;
import dev.quiver.urlsession.internal.cache.store.FinishedBody;
import dev.quiver.urlsession.internal.cache.store.ResponseStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a task's data delegate whether and how its response is to be stored. */
final class CacheQuestion implements StoreApproval {
    private final DataTask task;
    private final TaskVoice voice;

    CacheQuestion(DataTask task, TaskVoice voice) {
        this.task = task;
        this.voice = voice;
    }

    @Override
    public void ask(StoredResponse head, FinishedBody body, ResponseStore store, Consumer<@Nullable Approved> answer) {
        StoredResponse whole = head.withBody("", body.length(), body.checksum());
        CachedUrlResponse proposed = new CachedUrlResponse(
                new HttpUrlResponse(task.currentRequest().url(), head.status(), head.fields()),
                () -> StoredBodies.decoded(whole, store.read(body, 0, body.length())),
                CacheStoragePolicy.ALLOWED,
                Map.of());
        voice.ask(
                delegate -> delegate instanceof UrlSessionDataDelegate data
                        ? data.willCacheResponse(task.session(), task, proposed)
                        : CompletableFuture.completedFuture(Optional.of(proposed)),
                Optional.of(proposed),
                (said, failure) -> {
                    if (failure != null) {
                        task.engine().fail(failure);
                    }
                    answer.accept(
                            said == null
                                            || said.isEmpty()
                                            || said.get().storagePolicy() == CacheStoragePolicy.NOT_ALLOWED
                                    ? null
                                    : approved(head, body, proposed, said.get(), store));
                });
    }

    private @Nullable Approved approved(
            StoredResponse head,
            FinishedBody body,
            CachedUrlResponse proposed,
            CachedUrlResponse said,
            ResponseStore store) {
        boolean inMemoryOnly = said.storagePolicy() == CacheStoragePolicy.ALLOWED_IN_MEMORY_ONLY;
        if (said.sameBodyAs(proposed)) {
            return new Approved(head.withUserInfo(said.userInfo()), body, inMemoryOnly);
        }
        FinishedBody other = UrlCache.taken(store, said.data());
        StoredResponse changed = head.replaced(
                        said.response().statusCode(),
                        StoredBodies.withoutCoding(said.response().headers()))
                .withUserInfo(said.userInfo());
        return other == null ? null : new Approved(changed, other, inMemoryOnly);
    }
}
