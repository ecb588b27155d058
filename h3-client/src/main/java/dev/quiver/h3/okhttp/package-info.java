/**
 * OkHttp over HTTP/3: {@link dev.quiver.h3.okhttp.H3CallFactory} for a whole {@code Call.Factory}, {@link
 * dev.quiver.h3.okhttp.H3Interceptor} for one's own {@code OkHttpClient}. OkHttp, 4.12 or 5, has to be on the class path:
 * this library does not bring it.
 */
@NullMarked
package dev.quiver.h3.okhttp;

import org.jspecify.annotations.NullMarked;
