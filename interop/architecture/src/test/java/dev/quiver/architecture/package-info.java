/** The rules between the modules, each with a proof that it can fail. */
@NullMarked
package dev.quiver.architecture;

import org.jspecify.annotations.NullMarked;
