/**
 * Loading one response for one request: no redirects, no cookies, no challenges; those are the task's. A {@link
 * dev.quiver.urlsession.internal.load.Loader} may wrap another: the cache and content decoding are such layers, and {@link
 * dev.quiver.urlsession.internal.load.ClientLoader} is the bottom.
 */
@NullMarked
package dev.quiver.urlsession.internal.load;

import org.jspecify.annotations.NullMarked;
