/** The {@code quiver} command: options, exit codes and the terminal. */
@NullMarked
package dev.quiver.cli;

import org.jspecify.annotations.NullMarked;
