/** The way out: the JDK's own client under the same trust. */
@NullMarked
package dev.quiver.h3.internal.tcp;

import org.jspecify.annotations.NullMarked;
