package dev.quiver.urlsession.internal.load;

import java.net.URI;

/** References in the fields of responses. */
public final class UrlReference {
    private UrlReference() {}

    /**
     * What a reference means where it stands (RFC 3986 §5.2.2). By itself {@link URI#resolve} takes the last segment off the
     * path for a mere query and for nothing, and glues a relative path to the host of a base without a path: to another host.
     *
     * @throws IllegalArgumentException if it is no reference
     */
    public static URI resolve(URI base, String reference) {
        if (!reference.isEmpty() && reference.charAt(0) != '?' && reference.charAt(0) != '#') {
            boolean bare = base.getRawPath() == null || base.getRawPath().isEmpty();
            return (bare ? base.resolve("/") : base).resolve(reference);
        }
        String whole = until('#', base.toString());
        return URI.create((reference.startsWith("?") ? until('?', whole) : whole) + reference);
    }

    private static String until(char end, String text) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }
}
