package dev.quiver.cli.transfer;

/** The command's exit codes, curl's where curl has one. */
public final class ExitCode {
    public static final int DONE = 0;
    /** A fault of this program itself. */
    public static final int INTERNAL = 1;
    /** {@code compare}: the clients' answers differ. */
    public static final int DIFFERENT = 1;

    public static final int USAGE = 2;
    public static final int BAD_URL = 3;
    public static final int HOST_NOT_FOUND = 6;
    public static final int NOT_CONNECTED = 7;
    public static final int TRUNCATED = 18;
    public static final int STATUS = 22;
    public static final int OUTPUT = 23;
    public static final int TIMEOUT = 28;
    public static final int HANDSHAKE = 35;
    public static final int SENDING = 55;
    public static final int RECEIVING = 56;
    public static final int CLIENT_CERTIFICATE = 58;
    public static final int CERTIFICATE_REJECTED = 60;
    public static final int CA_FILE = 77;
    public static final int STREAM = 95;
    public static final int CONNECTION = 96;
    public static final int CANCELLED = 130;

    private ExitCode() {}

    /** The code for a failure. */
    public static int of(ErrorKind kind, Stage stage) {
        return switch (kind) {
            case BAD_URL -> BAD_URL;
            case HOST_NOT_FOUND -> HOST_NOT_FOUND;
            case PORT_CLOSED, NO_ANSWER -> NOT_CONNECTED;
            case NO_COMMON_VERSION, NO_COMMON_ALPN, TLS_ALERT -> HANDSHAKE;
            case CERTIFICATE_REJECTED -> CERTIFICATE_REJECTED;
            case CLIENT_CERTIFICATE_WANTED -> CLIENT_CERTIFICATE;
            case CLOSED_BY_PEER -> CONNECTION;
            case TIMEOUT -> stage == Stage.CONNECTION_LOST ? CONNECTION : TIMEOUT;
            case STREAM_RESET, H3_PROTOCOL -> STREAM;
            case TRUNCATED -> TRUNCATED;
            case CANCELLED -> CANCELLED;
            case IO ->
                switch (stage) {
                    case CA_FILE -> CA_FILE;
                    case IDENTITY_FILE -> CLIENT_CERTIFICATE;
                    case OUTPUT -> OUTPUT;
                    case CONNECTING -> NOT_CONNECTED;
                    case SENDING -> SENDING;
                    case RECEIVING -> RECEIVING;
                    case CONNECTION_LOST -> CONNECTION;
                };
        };
    }
}
