/** A small HTTP/3 client on Netty alone, to test the server with. */
@NullMarked
package dev.quiver.testkit.internal.client;

import org.jspecify.annotations.NullMarked;
