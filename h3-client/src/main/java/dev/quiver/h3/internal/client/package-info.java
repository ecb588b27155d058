/** The client itself: calls, redirects, retries, life cycle. */
@NullMarked
package dev.quiver.h3.internal.client;

import org.jspecify.annotations.NullMarked;
