/** Targets, cases and the matrix of both. */
@NullMarked
package dev.quiver.interop;

import org.jspecify.annotations.NullMarked;
