package dev.quiver.urlsession;

/** A version of TLS. */
public enum TlsVersion {
    /** RFC 5246. */
    TLS_1_2,
    /** RFC 8446; what QUIC is made with. */
    TLS_1_3
}
