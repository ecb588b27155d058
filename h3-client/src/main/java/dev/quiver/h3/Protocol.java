package dev.quiver.h3;

import java.util.Objects;

/**
 * The HTTP version that carried an exchange, as ALPN names it (RFC 7301).
 *
 * @param name the ALPN name
 */
public record Protocol(String name) {
    /** HTTP/3 (RFC 9114). */
    public static final Protocol H3 = new Protocol("h3");

    /** HTTP/2 (RFC 9113). */
    public static final Protocol H2 = new Protocol("h2");

    /** HTTP/1.1 (RFC 9112). */
    public static final Protocol HTTP_1_1 = new Protocol("http/1.1");

    public Protocol {
        Objects.requireNonNull(name, "name");
    }

    @Override
    public String toString() {
        return name;
    }
}
