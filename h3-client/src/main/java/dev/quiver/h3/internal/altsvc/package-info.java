/** Alternative services (RFC 7838): read, kept, and shared with other processes by a file. */
@NullMarked
package dev.quiver.h3.internal.altsvc;

import org.jspecify.annotations.NullMarked;
