/** Which connection an exchange gets, as a pure state machine. */
@NullMarked
package dev.quiver.h3.internal.pool;

import org.jspecify.annotations.NullMarked;
