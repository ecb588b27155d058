/** HTTPS records (RFC 9460) by dnsjava, where it is on the class path. */
@NullMarked
package dev.quiver.h3.internal.dns;

import org.jspecify.annotations.NullMarked;
