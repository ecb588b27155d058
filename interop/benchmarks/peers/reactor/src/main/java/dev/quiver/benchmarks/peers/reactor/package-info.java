/** reactor-netty's HTTP/3 client. */
@NullMarked
package dev.quiver.benchmarks.peers.reactor;

import org.jspecify.annotations.NullMarked;
