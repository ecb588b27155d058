/**
 * {@code URLSession} and {@code URLRequest} as their users know them, in Java's casing, over any {@link
 * java.net.http.HttpClient}; HTTP/3 by default.
 *
 * <p>Start at {@link dev.quiver.urlsession.UrlSession}. A failed task always says how far it came: {@link
 * dev.quiver.urlsession.UrlError}.
 */
@NullMarked
package dev.quiver.urlsession;

import org.jspecify.annotations.NullMarked;
