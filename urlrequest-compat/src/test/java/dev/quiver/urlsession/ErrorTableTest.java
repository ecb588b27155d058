package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.TlsAlert;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorTableTest {
    private static final URI URL = URI.create("https://example.org/");
    private static final UrlRequest GET = UrlRequest.of(URL);
    private static final UrlRequest POST =
            UrlRequest.newBuilder(URL).httpMethod("POST").httpBody(new byte[3]).build();

    static Stream<Arguments> jdk() {
        return Stream.of(
                Arguments.of(new UnknownHostException("x"), UrlErrorCode.CANNOT_FIND_HOST),
                Arguments.of(
                        because(new ConnectException(), new UnresolvedAddressException()),
                        UrlErrorCode.CANNOT_FIND_HOST),
                Arguments.of(new ConnectException("refused"), UrlErrorCode.CANNOT_CONNECT_TO_HOST),
                Arguments.of(new HttpConnectTimeoutException("t"), UrlErrorCode.TIMED_OUT),
                Arguments.of(new HttpTimeoutException("t"), UrlErrorCode.TIMED_OUT),
                Arguments.of(new SSLHandshakeException("alert"), UrlErrorCode.SECURE_CONNECTION_FAILED),
                Arguments.of(
                        because(new SSLHandshakeException("c"), new CertificateExpiredException()),
                        UrlErrorCode.SERVER_CERTIFICATE_HAS_BAD_DATE),
                Arguments.of(
                        because(new SSLHandshakeException("c"), new CertificateException("name")),
                        UrlErrorCode.SERVER_CERTIFICATE_UNTRUSTED),
                Arguments.of(
                        because(new SSLHandshakeException("c"), new CertPathBuilderException("no path")),
                        UrlErrorCode.SERVER_CERTIFICATE_HAS_UNKNOWN_ROOT),
                Arguments.of(new IOException("EOF reached while reading"), UrlErrorCode.NETWORK_CONNECTION_LOST),
                Arguments.of(new BodyCollector.TooLongException(5), UrlErrorCode.DATA_LENGTH_EXCEEDS_MAXIMUM),
                Arguments.of(new IllegalStateException("odd"), UrlErrorCode.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("jdk")
    void namesWhatTheJdksClientThrows(Throwable thrown, UrlErrorCode code) {
        UrlError error = ErrorTable.of(new CompletionException(thrown), GET, ExchangeProgress.NONE);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.getCause()).isSameAs(thrown);
        assertThat(error.failingUrl()).isEqualTo(URL);
    }

    @ParameterizedTest
    @EnumSource(H3Exception.Kind.class)
    void namesEveryKindOfHttp3Failure(H3Exception.Kind kind) {
        UrlError error = ErrorTable.of(h3(kind, null, RequestOutcome.UNKNOWN), POST, ExchangeProgress.NONE);
        assertThat(error.code()).isNotEqualTo(UrlErrorCode.UNKNOWN);
        assertThat(error.safeToRetry()).isFalse();
    }

    @Test
    void theAlertTellsCertificatesApart() {
        assertThat(rejectedWith(TlsAlert.UNKNOWN_CA)).isEqualTo(UrlErrorCode.SERVER_CERTIFICATE_HAS_UNKNOWN_ROOT);
        assertThat(rejectedWith(TlsAlert.CERTIFICATE_EXPIRED)).isEqualTo(UrlErrorCode.SERVER_CERTIFICATE_HAS_BAD_DATE);
        assertThat(rejectedWith(TlsAlert.BAD_CERTIFICATE)).isEqualTo(UrlErrorCode.SERVER_CERTIFICATE_UNTRUSTED);
    }

    @Test
    void takesTheFartherAccount() {
        H3Exception h3 = h3(H3Exception.Kind.TRUNCATED, null, RequestOutcome.UNKNOWN)
                .with(new H3Exception.Progress(10, true, 100), H3Exception.Setting.UNKNOWN);
        UrlError error = ErrorTable.of(h3, GET, new ExchangeProgress(20, false, 50));
        assertThat(error.progress()).isEqualTo(new ExchangeProgress(20, true, 100));
    }

    @Test
    void mayRetryWhatWasNotProcessedOrIsIdempotent() {
        assertThat(retry(h3(H3Exception.Kind.STREAM_RESET, null, RequestOutcome.NOT_PROCESSED), POST))
                .isTrue();
        assertThat(retry(new ConnectException("refused"), POST)).isTrue();
        assertThat(retry(new IOException("lost"), GET)).isTrue();
        assertThat(retry(new IOException("lost"), POST)).isFalse();
    }

    private static boolean retry(Throwable thrown, UrlRequest request) {
        return ErrorTable.of(thrown, request, ExchangeProgress.NONE).safeToRetry();
    }

    private static UrlErrorCode rejectedWith(TlsAlert alert) {
        H3Exception h3 =
                h3(H3Exception.Kind.CERTIFICATE_REJECTED, QuicErrorCode.crypto(alert), RequestOutcome.NOT_PROCESSED);
        return ErrorTable.of(h3, GET, ExchangeProgress.NONE).code();
    }

    private static H3Exception h3(H3Exception.Kind kind, @Nullable QuicErrorCode code, RequestOutcome outcome) {
        return new H3Exception(
                kind,
                ErrorScope.CONNECTION,
                Origin.PEER,
                code,
                outcome,
                "said by the test",
                null,
                H3Exception.Progress.NONE,
                H3Exception.Setting.UNKNOWN);
    }

    private static <T extends Throwable> T because(T thrown, Throwable cause) {
        thrown.initCause(cause);
        return thrown;
    }
}
