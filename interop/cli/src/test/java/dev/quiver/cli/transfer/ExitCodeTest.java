package dev.quiver.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table that scripts rely on. */
class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({
        "BAD_URL, CONNECTING, 3",
        "HOST_NOT_FOUND, CONNECTING, 6",
        "PORT_CLOSED, CONNECTING, 7",
        "NO_ANSWER, CONNECTING, 7",
        "TRUNCATED, RECEIVING, 18",
        "IO, OUTPUT, 23",
        "TIMEOUT, CONNECTING, 28",
        "TIMEOUT, SENDING, 28",
        "TIMEOUT, RECEIVING, 28",
        "NO_COMMON_VERSION, CONNECTING, 35",
        "NO_COMMON_ALPN, CONNECTING, 35",
        "TLS_ALERT, CONNECTING, 35",
        "IO, SENDING, 55",
        "IO, RECEIVING, 56",
        "CLIENT_CERTIFICATE_WANTED, SENDING, 58",
        "IO, IDENTITY_FILE, 58",
        "CERTIFICATE_REJECTED, CONNECTING, 60",
        "IO, CA_FILE, 77",
        "STREAM_RESET, RECEIVING, 95",
        "H3_PROTOCOL, RECEIVING, 95",
        "CLOSED_BY_PEER, RECEIVING, 96",
        "IO, CONNECTION_LOST, 96",
        "TIMEOUT, CONNECTION_LOST, 96",
        "CANCELLED, RECEIVING, 130",
    })
    void isTheTables(ErrorKind kind, Stage stage, int exit) {
        assertThat(ExitCode.of(kind, stage)).isEqualTo(exit);
    }

    @Test
    void noFailureEndsWithZero() {
        for (ErrorKind kind : ErrorKind.values()) {
            for (Stage stage : Stage.values()) {
                assertThat(ExitCode.of(kind, stage)).isPositive();
            }
        }
    }

    @Test
    void knowsEveryKindThatTheClientKnows() {
        assertThat(Arrays.stream(ErrorKind.values()).map(Enum::name))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(H3Exception.Kind.values()).map(Enum::name).toList());
    }
}
