package dev.quiver.urlsession;

/** Which cookies of responses are kept; {@code HTTPCookie.AcceptPolicy}. What is kept already is sent all the same. */
public enum CookieAcceptPolicy {
    /** All that RFC 6265bis allows. */
    ALWAYS,
    /** None. */
    NEVER,
    /** Those of the main document's site; of a request without a main document, its own. */
    ONLY_FROM_MAIN_DOCUMENT_DOMAIN
}
