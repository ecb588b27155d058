package dev.quiver.urlsession;

/**
 * The codes of {@code NSURLErrorDomain}, with Apple's numbers. What is said not to be given is here for programs that name it,
 * and for delegates and handlers of a program's own.
 */
public enum UrlErrorCode {
    /** Something that no other code names. */
    UNKNOWN(-1),
    /** The task was cancelled, or its delegate cancelled the challenge of a server. */
    CANCELLED(-999),
    /** The URL cannot be asked for. */
    BAD_URL(-1000),
    /** The server did not answer, or not go on, in time. */
    TIMED_OUT(-1001),
    /** Nothing here loads URLs of this scheme. */
    UNSUPPORTED_URL(-1002),
    /** The name has no address. */
    CANNOT_FIND_HOST(-1003),
    /** Nothing listens there. */
    CANNOT_CONNECT_TO_HOST(-1004),
    /** The connection ended while the exchange was under way. */
    NETWORK_CONNECTION_LOST(-1005),
    /** As {@link #CANNOT_FIND_HOST}, which is what is given. */
    DNS_LOOKUP_FAILED(-1006),
    /** More than 20 redirections, one after the other. */
    HTTP_TOO_MANY_REDIRECTS(-1007),
    /** It was to come from the cache, and is not there. */
    RESOURCE_UNAVAILABLE(-1008),
    /** There is no network. Not told apart from the codes of looking up and connecting, so not given. */
    NOT_CONNECTED_TO_INTERNET(-1009),
    /** The server redirects to what is no URL, or to no host. */
    REDIRECT_TO_NON_EXISTENT_LOCATION(-1010),
    /** The server broke a rule before the head of its response was whole. */
    BAD_SERVER_RESPONSE(-1011),
    /** The delegate cancelled the challenge of a response. */
    USER_CANCELLED_AUTHENTICATION(-1012),
    /** A challenge was answered by what does not fit it. */
    USER_AUTHENTICATION_REQUIRED(-1013),
    /** Not given: a response without a body is one. */
    ZERO_BYTE_RESOURCE(-1014),
    /** Not given: see {@link #CANNOT_DECODE_CONTENT_DATA}. */
    CANNOT_DECODE_RAW_DATA(-1015),
    /** The content is not in the coding that it is said to be in, or becomes too much. */
    CANNOT_DECODE_CONTENT_DATA(-1016),
    /** The server broke a rule behind the head of its response. */
    CANNOT_PARSE_RESPONSE(-1017),
    /** Of mobile networks: not given. */
    INTERNATIONAL_ROAMING_OFF(-1018),
    /** Of mobile networks: not given. */
    CALL_IS_ACTIVE(-1019),
    /** Of mobile networks: not given. */
    DATA_NOT_ALLOWED(-1020),
    /** The delegate had no body for a streamed upload. */
    REQUEST_BODY_STREAM_EXHAUSTED(-1021),
    /** The server redirects from https to http, which the configuration does not allow. */
    APP_TRANSPORT_SECURITY_REQUIRES_SECURE_CONNECTION(-1022),
    /** A file: URL names no file. */
    FILE_DOES_NOT_EXIST(-1100),
    /** A file: URL names a folder. */
    FILE_IS_DIRECTORY(-1101),
    /** A file: URL names a file that may not be read. */
    NO_PERMISSIONS_TO_READ_FILE(-1102),
    /** A body or message is longer than is taken. */
    DATA_LENGTH_EXCEEDS_MAXIMUM(-1103),
    /** The TLS handshake failed, but not over a certificate. */
    SECURE_CONNECTION_FAILED(-1200),
    /** The server's certificate has expired. */
    SERVER_CERTIFICATE_HAS_BAD_DATE(-1201),
    /** The server's certificate was rejected. */
    SERVER_CERTIFICATE_UNTRUSTED(-1202),
    /** The server's certificate leads to nobody who is trusted. */
    SERVER_CERTIFICATE_HAS_UNKNOWN_ROOT(-1203),
    /** The server's certificate is not valid yet. */
    SERVER_CERTIFICATE_NOT_YET_VALID(-1204),
    /** The server did not take the client certificate. */
    CLIENT_CERTIFICATE_REJECTED(-1205),
    /** The server wants a client certificate, and was shown none. */
    CLIENT_CERTIFICATE_REQUIRED(-1206),
    /** Not given: see {@link #RESOURCE_UNAVAILABLE}. */
    CANNOT_LOAD_FROM_NETWORK(-2000),
    /** The file of a download could not be made. */
    CANNOT_CREATE_FILE(-3000),
    /** A file could not be opened. */
    CANNOT_OPEN_FILE(-3001),
    /** The file of a download could not be closed. */
    CANNOT_CLOSE_FILE(-3002),
    /** The file of a download could not be written to. */
    CANNOT_WRITE_TO_FILE(-3003),
    /** Not given: what cannot be removed is left. */
    CANNOT_REMOVE_FILE(-3004),
    /** Not given: moving a download is its receiver's to do. */
    CANNOT_MOVE_FILE(-3005),
    /** Of encoded downloads that Apple's systems know: not given. */
    DOWNLOAD_DECODING_FAILED_MID_STREAM(-3006),
    /** Of encoded downloads that Apple's systems know: not given. */
    DOWNLOAD_DECODING_FAILED_TO_COMPLETE(-3007);

    private final int number;

    UrlErrorCode(int number) {
        this.number = number;
    }

    /** Apple's number, always negative. */
    public int number() {
        return number;
    }
}
