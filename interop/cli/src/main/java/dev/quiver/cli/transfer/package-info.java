/** What a transfer is told, what it does and what it reports; no option parsing and no printing. */
@NullMarked
package dev.quiver.cli.transfer;

import org.jspecify.annotations.NullMarked;
