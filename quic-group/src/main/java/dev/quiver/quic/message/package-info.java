/**
 * Messages over the streams of a QUIC connection: a stream has bytes and no bounds (RFC 9000 §2), a framer puts bounds
 * into it.
 *
 * <p>Start at {@link dev.quiver.quic.message.MessageStream}; for one-way streams at {@link
 * dev.quiver.quic.message.MessageSender} and {@link dev.quiver.quic.message.MessageReceiver}.
 */
@NullMarked
package dev.quiver.quic.message;

import org.jspecify.annotations.NullMarked;
