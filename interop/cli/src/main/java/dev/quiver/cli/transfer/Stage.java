package dev.quiver.cli.transfer;

/** What was being done when it failed: tells apart what one {@link ErrorKind} does not. */
public enum Stage {
    /** Reading the anchors of {@code --cacert}. */
    CA_FILE,
    /** Reading {@code --cert} or {@code --key}. */
    IDENTITY_FILE,
    /** Writing what came: {@code -o}, {@code --keylog}, {@code --qlog} or standard output. */
    OUTPUT,
    /** On the way to a connection. */
    CONNECTING,
    /** The request was under way. */
    SENDING,
    /** The request had gone out whole, or the response had begun. */
    RECEIVING,
    /** An established connection went silent or away. */
    CONNECTION_LOST
}
