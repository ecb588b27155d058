/** HTTP Strict Transport Security (RFC 6797): hosts that are to be reached over TLS alone. */
@NullMarked
package dev.quiver.urlsession.internal.hsts;

import org.jspecify.annotations.NullMarked;
