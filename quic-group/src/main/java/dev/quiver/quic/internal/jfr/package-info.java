/** The events of Java Flight Recorder, described for users in {@code docs/diagnosis.md}. */
@NullMarked
package dev.quiver.quic.internal.jfr;

import org.jspecify.annotations.NullMarked;
