package dev.quiver.h3.internal.netty;

import dev.quiver.h3.internal.exchange.Violation;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Understands what a server says on one of its one-way streams, behind the type. */
interface StreamReader {
    /**
     * Takes all of the buffer, which stays the caller's; what is said may be cut anywhere.
     *
     * @return the rule that it breaks, after which nothing more may be read; or null
     */
    @Nullable
    Violation read(ByteBuf in);
}
