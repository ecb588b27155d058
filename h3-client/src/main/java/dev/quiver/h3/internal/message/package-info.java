/** Requests and fields as HTTP means them, checked. No I/O. */
@NullMarked
package dev.quiver.h3.internal.message;

import org.jspecify.annotations.NullMarked;
