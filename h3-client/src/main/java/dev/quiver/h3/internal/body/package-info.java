/** Bodies between the event loop and their publishers and subscribers. */
@NullMarked
package dev.quiver.h3.internal.body;

import org.jspecify.annotations.NullMarked;
