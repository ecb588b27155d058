package dev.quiver.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.RequestOutcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailureTableTest {
    private static final H3Exception.Progress HEAD_CAME = new H3Exception.Progress(0, true, 10);
    private static final H3Exception.Setting CONNECTED =
            new H3Exception.Setting(handshake(new HandshakeEvent.BecameReady(Duration.ofMillis(9))), null, List.of());

    @Test
    void keepsTheFactsOfAnHttp3Failure() {
        H3Exception reset = new H3Exception(
                H3Exception.Kind.STREAM_RESET,
                ErrorScope.STREAM,
                Origin.PEER,
                QuicErrorCode.application(0x102),
                RequestOutcome.UNKNOWN,
                "the server reset the stream",
                null,
                HEAD_CAME,
                CONNECTED);
        Failure failure = FailureTable.of(new IOException(reset), Stage.RECEIVING);
        assertThat(failure.kind()).isEqualTo(ErrorKind.STREAM_RESET);
        assertThat(failure.scope()).isEqualTo("stream");
        assertThat(failure.origin()).isEqualTo("PEER");
        assertThat(failure.code()).isEqualTo(0x102);
        assertThat(failure.codeName()).isEqualTo("H3_INTERNAL_ERROR");
        assertThat(failure.message()).isEqualTo("the server reset the stream");
        assertThat(failure.outcome()).isEqualTo("UNKNOWN");
        assertThat(failure.exitCode()).isEqualTo(95);
    }

    @Test
    void aConnectionThatWentSilentIsLostAndNoTimeout() {
        H3Exception idle = timeout(ErrorScope.CONNECTION, HEAD_CAME, CONNECTED);
        assertThat(FailureTable.of(idle, Stage.RECEIVING).exitCode()).isEqualTo(96);
        H3Exception idleBeforeTheHead = timeout(ErrorScope.CONNECTION, H3Exception.Progress.NONE, CONNECTED);
        assertThat(FailureTable.of(idleBeforeTheHead, Stage.RECEIVING).exitCode())
                .isEqualTo(96);
    }

    @Test
    void anExchangeOverItsOwnLimitIsATimeout() {
        H3Exception slow = timeout(ErrorScope.STREAM, HEAD_CAME, CONNECTED);
        HttpTimeoutException thrown = new HttpTimeoutException("over the limit");
        thrown.initCause(slow);
        assertThat(FailureTable.of(thrown, Stage.RECEIVING).exitCode()).isEqualTo(28);
    }

    @Test
    void aHandshakeOverItsLimitIsATimeout() {
        H3Exception slow = timeout(ErrorScope.CONNECTION, H3Exception.Progress.NONE, H3Exception.Setting.UNKNOWN);
        assertThat(FailureTable.of(slow, Stage.SENDING).exitCode()).isEqualTo(28);
    }

    @Test
    void readsTheJdksOwnExceptions() {
        assertThat(exit(new UnknownHostException("x"), Stage.SENDING)).isEqualTo(6);
        assertThat(exit(new ConnectException("refused"), Stage.SENDING)).isEqualTo(7);
        assertThat(exit(new HttpTimeoutException("t"), Stage.SENDING)).isEqualTo(28);
        assertThat(exit(new IOException("broken"), Stage.SENDING)).isEqualTo(55);
        assertThat(exit(new IOException("broken"), Stage.RECEIVING)).isEqualTo(56);
    }

    @Test
    void keepsWhatWasUnderstoodAlready() {
        TransferException output = TransferException.output("disk full", null);
        assertThat(FailureTable.of(new CompletionException(output), Stage.RECEIVING))
                .isSameAs(output.failure());
    }

    private static int exit(Throwable thrown, Stage stage) {
        return FailureTable.of(new CompletionException(thrown), stage).exitCode();
    }

    private static H3Exception timeout(ErrorScope scope, H3Exception.Progress progress, H3Exception.Setting setting) {
        return new H3Exception(
                H3Exception.Kind.TIMEOUT,
                scope,
                Origin.TIMEOUT,
                null,
                RequestOutcome.UNKNOWN,
                "said by the test",
                null,
                progress,
                setting);
    }

    private static HandshakeReport handshake(HandshakeEvent event) {
        return new HandshakeReport(
                "localhost",
                443,
                null,
                null,
                null,
                1L,
                "h3",
                null,
                null,
                HandshakeReport.EarlyData.NONE,
                false,
                false,
                List.of(),
                null,
                List.of(event),
                null);
    }
}
