/** HTTP/3's own cases: what RFC 9114 and its neighbours promise a client. */
@NullMarked
package dev.quiver.interop.cases.http3;

import org.jspecify.annotations.NullMarked;
