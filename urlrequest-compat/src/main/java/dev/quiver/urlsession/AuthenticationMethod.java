package dev.quiver.urlsession;

/** How a protection space wants to be convinced; the {@code NSURLAuthenticationMethod…} that make sense for HTTP. */
public enum AuthenticationMethod {
    /** RFC 7617. */
    HTTP_BASIC,
    /** RFC 7616. */
    HTTP_DIGEST,
    /** The server wants a certificate of this side (RFC 8446 §4.3.2). */
    CLIENT_CERTIFICATE,
    /** This side is to judge the server's certificates. */
    SERVER_TRUST
}
