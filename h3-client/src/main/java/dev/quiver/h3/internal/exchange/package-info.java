/** What a response may be, frame by frame, as a pure state machine. */
@NullMarked
package dev.quiver.h3.internal.exchange;

import org.jspecify.annotations.NullMarked;
