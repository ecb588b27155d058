/** flupke, HTTP/3 in plain Java. */
@NullMarked
package dev.quiver.benchmarks.peers.flupke;

import org.jspecify.annotations.NullMarked;
