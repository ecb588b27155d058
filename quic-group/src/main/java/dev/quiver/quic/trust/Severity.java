package dev.quiver.quic.trust;

/** How bad a finding is. */
public enum Severity {
    /** Clients do or should refuse. */
    ERROR,
    /** It works for most and should be mended. */
    WARNING,
    /** Worth knowing. */
    INFO
}
