package dev.quiver.urlsession;

/** Where a task is in its life; it only moves down this list. */
public enum TaskState {
    /** Made, not begun: {@link DataTask#resume()} begins it. */
    SUSPENDED,
    RUNNING,
    /** Asked to stop; its handler has yet to hear of it. */
    CANCELING,
    COMPLETED
}
