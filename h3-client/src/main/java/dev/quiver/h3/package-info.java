/**
 * An HTTP/3 client that is a {@link java.net.http.HttpClient}: {@link dev.quiver.h3.H3Client}, what it is told beyond
 * the JDK's words ({@link dev.quiver.h3.H3Options}) and what it tells beyond them ({@link dev.quiver.h3.H3Response}).
 */
@NullMarked
package dev.quiver.h3;

import org.jspecify.annotations.NullMarked;
