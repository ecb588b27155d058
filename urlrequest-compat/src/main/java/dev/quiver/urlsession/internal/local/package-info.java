/** URLs that need no server: {@code data:} (RFC 2397) and {@code file:} (RFC 8089). */
@NullMarked
package dev.quiver.urlsession.internal.local;

import org.jspecify.annotations.NullMarked;
