/** The slow and lossy link that compared clients go through: UDP by the testkit's relay, TCP by network namespaces. */
@NullMarked
package dev.quiver.cli.compare.link;

import org.jspecify.annotations.NullMarked;
