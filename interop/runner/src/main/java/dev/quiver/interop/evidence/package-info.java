/** What a case proves its claim by: qlog files, key logs, what a relay counted. */
@NullMarked
package dev.quiver.interop.evidence;

import org.jspecify.annotations.NullMarked;
