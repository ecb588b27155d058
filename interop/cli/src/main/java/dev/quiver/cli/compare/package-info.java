/** The same requests through several clients, and what differs between their answers. */
@NullMarked
package dev.quiver.cli.compare;

import org.jspecify.annotations.NullMarked;
