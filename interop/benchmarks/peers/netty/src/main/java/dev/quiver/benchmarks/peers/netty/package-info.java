/** Netty's HTTP/3 codec, used by hand: as fast as it goes on this transport. */
@NullMarked
package dev.quiver.benchmarks.peers.netty;

import org.jspecify.annotations.NullMarked;
