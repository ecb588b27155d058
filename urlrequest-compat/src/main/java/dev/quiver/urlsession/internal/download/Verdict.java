package dev.quiver.urlsession.internal.download;

/** What a server's answer means for a download that was to go on. */
public sealed interface Verdict {
    /**
     * The rest comes.
     *
     * @param offset where it begins
     * @param total bytes in all, or -1
     */
    record Append(long offset, long total) implements Verdict {}

    /** The server has another representation now, and this response is it: what came before is dropped. */
    record StartOver() implements Verdict {}

    /** This answer is of no use: the whole has to be asked for. */
    record AskAnew() implements Verdict {}

    /** The server gives nothing now; what came before is kept. */
    record Refuse() implements Verdict {}
}
