package dev.quiver.urlsession;

import java.nio.file.Path;

/** Told of downloads, for tasks without a completion handler. See {@link UrlSessionDelegate} for threads. */
public interface UrlSessionDownloadDelegate extends UrlSessionTaskDelegate {
    /**
     * The whole file has come. Whatever the status: look at {@link DownloadTask#response()}.
     *
     * @param location the file, to be moved or read before this returns, for it is deleted then
     */
    void didFinishDownloadingTo(UrlSession session, DownloadTask task, Path location);

    /**
     * More of the file was written. Calls are merged while one waits; the last one tells all.
     *
     * @param bytesWritten since the last call
     * @param totalBytesWritten in the file, what an earlier task brought included
     * @param totalBytesExpectedToWrite the whole file's length, or -1 where that is unknown
     */
    default void didWriteData(
            UrlSession session,
            DownloadTask task,
            long bytesWritten,
            long totalBytesWritten,
            long totalBytesExpectedToWrite) {
        Fallback.download(session, this)
                .ifPresent(other ->
                        other.didWriteData(session, task, bytesWritten, totalBytesWritten, totalBytesExpectedToWrite));
    }

    /**
     * The server goes on where an earlier task stopped. Not called where the file has changed since and comes from its
     * beginning.
     *
     * @param fileOffset bytes that were there
     * @param expectedTotalBytes the whole file's length, or -1 where that is unknown
     */
    default void didResumeAtOffset(UrlSession session, DownloadTask task, long fileOffset, long expectedTotalBytes) {
        Fallback.download(session, this)
                .ifPresent(other -> other.didResumeAtOffset(session, task, fileOffset, expectedTotalBytes));
    }
}
