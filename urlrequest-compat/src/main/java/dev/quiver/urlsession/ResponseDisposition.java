package dev.quiver.urlsession;

/** What becomes of a task whose response has begun. */
public enum ResponseDisposition {
    /** It goes on. */
    ALLOW,
    /** It ends with {@link UrlErrorCode#CANCELLED}. */
    CANCEL
}
