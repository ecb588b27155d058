/** Vert.x's HTTP/3 client. */
@NullMarked
package dev.quiver.benchmarks.peers.vertx;

import org.jspecify.annotations.NullMarked;
