package dev.quiver.cli.transfer;

import dev.quiver.h3.H3Response;

/** Told how a transfer gets on, on the thread that moves the bytes; must return at once. */
public interface TransferWatcher {
    /** Tells no one. */
    TransferWatcher NONE = new TransferWatcher() {};

    /** The request body is about to be sent: this many bytes, or -1 where that is unknown. */
    default void uploadBegins(long length) {}

    /** Bytes of the request body were taken by the transport. */
    default void uploaded(long bytes) {}

    /** The head of the final response came. */
    default void head(H3Response<?> response) {}

    /** The response body is about to come: this many bytes, or -1 where the server did not say. */
    default void downloadBegins(long length) {}

    /** Bytes of the response body came and were written. */
    default void downloaded(long bytes) {}

    /** The transfer is over, one way or the other. */
    default void ended() {}

    /** Tells both. */
    static TransferWatcher both(TransferWatcher first, TransferWatcher second) {
        return new TransferWatcher() {
            @Override
            public void uploadBegins(long length) {
                first.uploadBegins(length);
                second.uploadBegins(length);
            }

            @Override
            public void uploaded(long bytes) {
                first.uploaded(bytes);
                second.uploaded(bytes);
            }

            @Override
            public void head(H3Response<?> response) {
                first.head(response);
                second.head(response);
            }

            @Override
            public void downloadBegins(long length) {
                first.downloadBegins(length);
                second.downloadBegins(length);
            }

            @Override
            public void downloaded(long bytes) {
                first.downloaded(bytes);
                second.downloaded(bytes);
            }

            @Override
            public void ended() {
                first.ended();
                second.ended();
            }
        };
    }
}
