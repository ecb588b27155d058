/** The matrix as a table, as JSON and for other tools. */
@NullMarked
package dev.quiver.interop.report;

import org.jspecify.annotations.NullMarked;
