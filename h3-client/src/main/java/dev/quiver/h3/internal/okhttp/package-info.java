/** One of OkHttp's calls carried by the HTTP/3 client, and all that OkHttp itself would have done around it. */
@NullMarked
package dev.quiver.h3.internal.okhttp;

import org.jspecify.annotations.NullMarked;
