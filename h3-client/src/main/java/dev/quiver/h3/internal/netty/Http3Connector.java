package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.H3Exception.Setting;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.route.Endpoint;
import dev.quiver.h3.internal.wire.Connector;
import dev.quiver.h3.internal.wire.WireListener;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.GroupOptions;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.internal.spi.ProtocolGroups;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Makes HTTP/3 connections out of QUIC groups. */
public final class Http3Connector implements Connector {
    /** What a connection is told. */
    public interface Options {
        /** ALPN included. */
        GroupOptions of(OriginKey origin, Endpoint endpoint, boolean earlyData);
    }

    private final Options options;

    public Http3Connector(Options options) {
        this.options = options;
    }

    @Override
    public Attempt connect(OriginKey origin, Endpoint endpoint, boolean earlyData, WireListener listener) {
        Http3Connection connection = new Http3Connection(origin, listener);
        QuicConnectionGroup group;
        try {
            group = ProtocolGroups.client(options.of(origin, endpoint, earlyData), connection);
            group.onHandshakeEvent(event -> {
                if (event instanceof HandshakeEvent.Resolved resolved) {
                    listener.resolved(resolved.addresses());
                } else if (event instanceof HandshakeEvent.FirstPacketSent) {
                    listener.firstPacket();
                } else if (event instanceof HandshakeEvent.FirstPacketReceived) {
                    listener.firstAnswer();
                }
            });
            group.start().whenComplete((report, error) -> {
                if (error == null) {
                    connection.ready(report);
                } else {
                    listener.failed(failed(unwrapped(error), group.handshake()));
                }
            });
        } catch (RuntimeException | LinkageError broken) {
            // The native library: missing for this platform, or not allowed to load.
            listener.failed(unusable(broken));
            return new NoAttempt();
        }
        return new GroupAttempt(group);
    }

    private static H3Exception failed(Throwable error, HandshakeReport report) {
        Setting setting = new Setting(report, null, List.of());
        if (error instanceof QuicException known) {
            return WireErrors.transport(known, RequestOutcome.NOT_PROCESSED, Progress.NONE, setting);
        }
        return new H3Exception(
                Kind.IO,
                ErrorScope.CONNECTION,
                Origin.LOCAL,
                null,
                RequestOutcome.NOT_PROCESSED,
                "QUIC could not be started: " + error,
                error,
                Progress.NONE,
                setting);
    }

    private static H3Exception unusable(Throwable broken) {
        return new H3Exception(
                Kind.IO,
                ErrorScope.CONNECTION,
                Origin.LOCAL,
                null,
                RequestOutcome.NOT_PROCESSED,
                "QUIC cannot be used in this JVM: its native library did not load (" + broken
                        + "); is netty-codec-native-quic for this platform on the class path?",
                broken,
                Progress.NONE,
                Setting.UNKNOWN);
    }

    private static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private record GroupAttempt(QuicConnectionGroup group) implements Attempt {
        @Override
        public void close(boolean now) {
            if (now) {
                group.cancel();
            } else {
                group.close(H3ErrorCode.H3_NO_ERROR.value(), "");
            }
        }

        @Override
        public CompletableFuture<Void> terminated() {
            return group.terminated();
        }
    }

    private static final class NoAttempt implements Attempt {
        @Override
        public void close(boolean now) {}

        @Override
        public CompletableFuture<Void> terminated() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
