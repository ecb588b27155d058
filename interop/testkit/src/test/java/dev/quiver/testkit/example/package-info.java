/** The example of the testkit's README. */
@NullMarked
package dev.quiver.testkit.example;

import org.jspecify.annotations.NullMarked;
