/** Whether to trust a peer: the hook, the ready-made evaluators and the identity that this side shows. */
@NullMarked
package dev.quiver.quic.trust;

import org.jspecify.annotations.NullMarked;
