/** Content codings undone as they arrive (RFC 9110 §8.4): gzip, deflate, br and zstd, one in another, within bounds. */
@NullMarked
package dev.quiver.urlsession.internal.coding;

import org.jspecify.annotations.NullMarked;
