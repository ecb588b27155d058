/**
 * What an HTTP cache of one user decides (RFC 9111, RFC 5861, RFC 8246): pure, without clock, thread, file or socket.
 * {@link dev.quiver.urlsession.internal.cache.CacheRules} takes what happened and the time, and gives a
 * {@link dev.quiver.urlsession.internal.cache.Step}.
 */
@NullMarked
package dev.quiver.urlsession.internal.cache;

import org.jspecify.annotations.NullMarked;
