/** OkHttp, over HTTP/2. */
@NullMarked
package dev.quiver.benchmarks.peers.okhttp;

import org.jspecify.annotations.NullMarked;
