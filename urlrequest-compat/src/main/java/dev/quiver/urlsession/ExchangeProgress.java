package dev.quiver.urlsession;

/**
 * How far an exchange came.
 *
 * @param requestBytesSent request body bytes that were handed to the transport; not all of them need have arrived
 * @param responseHeadReceived whether the status and the fields of the response came
 * @param responseBytesReceived response body bytes that came
 */
public record ExchangeProgress(long requestBytesSent, boolean responseHeadReceived, long responseBytesReceived) {
    /** Nothing was sent, nothing came. */
    public static final ExchangeProgress NONE = new ExchangeProgress(0, false, 0);

    /** The farther of two accounts of the same exchange. */
    ExchangeProgress orFarther(ExchangeProgress other) {
        return new ExchangeProgress(
                Math.max(requestBytesSent, other.requestBytesSent),
                responseHeadReceived || other.responseHeadReceived,
                Math.max(responseBytesReceived, other.responseBytesReceived));
    }
}
