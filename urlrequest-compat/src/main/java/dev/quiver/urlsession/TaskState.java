package dev.quiver.urlsession;

/** Where a task is in its life. */
public enum TaskState {
    /** Not begun, or {@linkplain UrlSessionTask#suspend() suspended}: {@link UrlSessionTask#resume()} lets it go on. */
    SUSPENDED,
    RUNNING,
    /** Asked to stop; its handler has yet to hear of it. */
    CANCELING,
    COMPLETED
}
