/** The main job, shown against a server in the same process. */
@NullMarked
package dev.quiver.cli.demo;

import org.jspecify.annotations.NullMarked;
