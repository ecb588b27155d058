/** The cases. */
@NullMarked
package dev.quiver.interop.cases;

import org.jspecify.annotations.NullMarked;
