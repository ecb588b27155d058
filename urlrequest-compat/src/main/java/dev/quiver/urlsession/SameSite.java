package dev.quiver.urlsession;

/** Whether a cookie goes with requests that another site caused (RFC 6265bis §5.6.7). A cookie that says nothing is treated as LAX. */
public enum SameSite {
    /** Only with requests of its own site. */
    STRICT,
    /** Also when a person goes there from elsewhere, by a safe method. */
    LAX,
    /** With all; such a cookie has to be secure. */
    NONE
}
