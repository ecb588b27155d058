package dev.quiver.urlsession;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Told how a {@link DownloadTask} ended, once, on the session's executor. */
@FunctionalInterface
public interface DownloadCompletionHandler {
    /**
     * The task has ended.
     *
     * @param location the file, to be moved or read before this returns, for it is deleted then; null if the task failed
     * @param response the head, or null if none came
     * @param error why it failed, or null; {@link DownloadTask#resumeData()} may know how to go on
     */
    void completed(@Nullable Path location, @Nullable HttpUrlResponse response, @Nullable UrlError error);
}
