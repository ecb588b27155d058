/** Cookies by RFC 6265bis: parsing, what is kept, what is sent. */
@NullMarked
package dev.quiver.urlsession.internal.cookie;

import org.jspecify.annotations.NullMarked;
