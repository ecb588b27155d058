/** The test server as a command: what it serves and what it says. */
@NullMarked
package dev.quiver.cli.serve;

import org.jspecify.annotations.NullMarked;
