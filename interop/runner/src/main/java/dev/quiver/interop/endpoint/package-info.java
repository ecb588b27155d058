/** The client's side of the QUIC interop runner: told by environment variables what to fetch, and how. */
@NullMarked
package dev.quiver.interop.endpoint;

import org.jspecify.annotations.NullMarked;
