package dev.quiver.quic.internal.netty;

import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.KeepAlive;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees when packets go and come under the codec of a connection's own socket, and tells when it has been silent, or when
 * the peer has. Costs nothing before {@link #watch}. Event loop only.
 */
final class SocketTap extends ChannelDuplexHandler {
    private final @Nullable KeepAlive keepAlive;
    private final @Nullable Duration dropAfter;
    private @Nullable QuietTime quiet;
    private @Nullable PeerSilence silence;
    private @Nullable ScheduledFuture<?> quietTimer;
    private @Nullable ScheduledFuture<?> silenceTimer;
    private @Nullable EventLoop loop;
    private Runnable onQuiet = () -> {};
    private Runnable onGone = () -> {};

    SocketTap(GroupOptions options) {
        this.keepAlive = options.keepAlive();
        this.dropAfter = options.dropAfter();
    }

    /** From now on, until the socket is closed. */
    void watch(EventLoop loop, Runnable onQuiet, Runnable onGone) {
        this.loop = loop;
        this.onQuiet = onQuiet;
        this.onGone = onGone;
        if (keepAlive != null) {
            quiet = new QuietTime(keepAlive.interval().toNanos(), System.nanoTime());
            lookQuiet();
        }
        if (dropAfter != null) {
            silence = new PeerSilence(dropAfter.toNanos());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (silence != null) {
            silence.received();
        }
        if (quiet != null) {
            quiet.active(System.nanoTime());
        }
        ctx.fireChannelRead(msg);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        if (silence != null) {
            silence.readDone();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        // The codec writes an empty packet to learn when everything before is written.
        if (loop != null
                && msg instanceof DatagramPacket packet
                && packet.content().isReadable()) {
            long now = System.nanoTime();
            if (quiet != null) {
                quiet.active(now);
            }
            if (silence != null && dropAfter != null && silence.sent(now) && silenceTimer == null) {
                lookForPeer(now, dropAfter.toNanos());
            }
        }
        ctx.write(msg, promise);
    }

    private void lookQuiet() {
        QuietTime state = quiet;
        EventLoop timers = loop;
        if (state == null || timers == null) {
            return;
        }
        long wait = state.check(System.nanoTime());
        if (wait == QuietTime.NOW) {
            onQuiet.run();
            wait = state.check(System.nanoTime());
        }
        quietTimer = timers.schedule(this::lookQuiet, Math.max(1, wait), TimeUnit.NANOSECONDS);
    }

    private void lookForPeer(long now, long wait) {
        EventLoop timers = loop;
        if (timers == null) {
            return;
        }
        long due = now + wait;
        silenceTimer = timers.schedule(() -> checkPeer(due), wait, TimeUnit.NANOSECONDS);
    }

    private void checkPeer(long due) {
        silenceTimer = null;
        PeerSilence state = silence;
        if (state == null) {
            return;
        }
        long now = System.nanoTime();
        long wait = state.check(now, due);
        if (wait == PeerSilence.GONE) {
            stop();
            onGone.run();
        } else if (wait != PeerSilence.NOTHING_DUE) {
            lookForPeer(now, wait);
        }
    }

    private void stop() {
        quiet = null;
        silence = null;
        loop = null;
        if (quietTimer != null) {
            quietTimer.cancel(false);
        }
        if (silenceTimer != null) {
            silenceTimer.cancel(false);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }
}
