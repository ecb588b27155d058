/** What is told to those who watch exchanges: listeners, and Java Flight Recorder. */
@NullMarked
package dev.quiver.h3.internal.observe;

import org.jspecify.annotations.NullMarked;
