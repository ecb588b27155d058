/** The only package that touches Netty's HTTP/3 codec. */
@NullMarked
package dev.quiver.h3.internal.netty;

import org.jspecify.annotations.NullMarked;
