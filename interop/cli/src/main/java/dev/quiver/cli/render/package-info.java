/** Reports as JSON for scripts and as text for people. */
@NullMarked
package dev.quiver.cli.render;

import org.jspecify.annotations.NullMarked;
