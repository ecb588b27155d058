/** Jetty's HTTP/3 client. */
@NullMarked
package dev.quiver.benchmarks.peers.jetty;

import org.jspecify.annotations.NullMarked;
