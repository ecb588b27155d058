/** What certificates a server presents, over QUIC and over TCP, and what can be made of them. */
@NullMarked
package dev.quiver.quic.probe;

import org.jspecify.annotations.NullMarked;
