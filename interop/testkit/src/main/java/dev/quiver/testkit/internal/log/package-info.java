/** The books about requests. */
@NullMarked
package dev.quiver.testkit.internal.log;

import org.jspecify.annotations.NullMarked;
