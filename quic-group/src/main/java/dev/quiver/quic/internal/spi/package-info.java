/**
 * The way by which a protocol of this project, HTTP/3 and its testing server, reaches a group's transport, and the integers
 * that both write alike. Exported to those two modules only.
 */
@NullMarked
package dev.quiver.quic.internal.spi;

import org.jspecify.annotations.NullMarked;
