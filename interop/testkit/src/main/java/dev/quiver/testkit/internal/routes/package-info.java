/** What the server answers to which path, over the public request and response, without any transport. */
@NullMarked
package dev.quiver.testkit.internal.routes;

import org.jspecify.annotations.NullMarked;
