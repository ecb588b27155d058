/** Content in several parts (RFC 2046 §5.1), taken apart as it comes. */
@NullMarked
package dev.quiver.urlsession.internal.multipart;

import org.jspecify.annotations.NullMarked;
