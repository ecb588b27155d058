/** The cases of the QUIC interop runner that fall on a client. */
@NullMarked
package dev.quiver.interop.cases.quic;

import org.jspecify.annotations.NullMarked;
