package dev.quiver.h3.internal.message;

import java.net.URI;

/** A URI as messages, logs and recordings show it: what may carry secrets is left out. */
public final class ShownUri {
    private ShownUri() {}

    /** Scheme, host, port and path; neither user information nor query nor fragment. */
    public static String of(URI uri) {
        String scheme = uri.getScheme();
        String authority = uri.getRawAuthority();
        String path = uri.getRawPath();
        return (scheme == null ? "" : scheme + ":")
                + (authority == null ? "" : "//" + authority.substring(authority.lastIndexOf('@') + 1))
                + (path == null ? "" : path);
    }
}
