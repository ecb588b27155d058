/** What {@code quiver certs} asks for and finds, before it is written down. */
@NullMarked
package dev.quiver.cli.certs;

import org.jspecify.annotations.NullMarked;
