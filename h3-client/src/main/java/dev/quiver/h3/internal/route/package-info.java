/** Which transport an exchange gets, as a pure state machine. */
@NullMarked
package dev.quiver.h3.internal.route;

import org.jspecify.annotations.NullMarked;
