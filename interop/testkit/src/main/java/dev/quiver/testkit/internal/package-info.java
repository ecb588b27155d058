/** Not for use outside this module. */
@NullMarked
package dev.quiver.testkit.internal;

import org.jspecify.annotations.NullMarked;
