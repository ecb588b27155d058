/** The events of Java Flight Recorder, described for users in {@code docs/observability.md}. */
@NullMarked
package dev.quiver.h3.internal.jfr;

import org.jspecify.annotations.NullMarked;
