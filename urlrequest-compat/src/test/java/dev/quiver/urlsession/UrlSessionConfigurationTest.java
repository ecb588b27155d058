package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quiver.h3.Discovery;
import dev.quiver.urlsession.UrlSessionConfiguration.Builder;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UrlSessionConfigurationTest {
    private static final Duration YEAR = Duration.ofDays(365);

    static Stream<Named<UnaryOperator<Builder>>> taken() {
        return Stream.of(
                value("request time-out at its least", b -> b.timeoutIntervalForRequest(Duration.ofNanos(1))),
                value("request time-out at its most", b -> b.timeoutIntervalForRequest(YEAR)),
                value("resource time-out at its least", b -> b.timeoutIntervalForResource(Duration.ofNanos(1))),
                value("resource time-out at its most", b -> b.timeoutIntervalForResource(YEAR)),
                value("one connection", b -> b.httpMaximumConnectionsPerHost(1)),
                value("256 connections", b -> b.httpMaximumConnectionsPerHost(256)),
                value(
                        "decoding limits at their least",
                        b -> b.maximumDecodingRatio(1).maximumDecodedLength(1)),
                value(
                        "no decoding limits",
                        b -> b.maximumDecodingRatio(Long.MAX_VALUE).maximumDecodedLength(Long.MAX_VALUE)),
                value("a field", b -> b.httpAdditionalHeader("accept-language", "de")),
                value("TLS from 1.2", b -> b.tlsMinimumSupportedProtocolVersion(TlsVersion.TLS_1_2)),
                value(
                        "TLS from 1.3, QUIC only",
                        b -> b.discovery(Discovery.HTTP3_ONLY).tlsMinimumSupportedProtocolVersion(TlsVersion.TLS_1_3)),
                value("TLS up to 1.3", b -> b.tlsMaximumSupportedProtocolVersion(TlsVersion.TLS_1_3)),
                value("cellular", b -> b.allowsCellularAccess(true)),
                value("cellular after all", b -> b.allowsCellularAccess(false).allowsCellularAccess(true)),
                value("expensive", b -> b.allowsExpensiveNetworkAccess(true)),
                value("constrained", b -> b.allowsConstrainedNetworkAccess(true)),
                value("one path", b -> b.multipath(false)),
                value("no pipelining", b -> b.httpShouldUsePipelining(false)),
                value("at once", b -> b.isDiscretionary(false)),
                value("no launch events", b -> b.sessionSendsLaunchEvents(false)),
                value("no background idling", b -> b.shouldUseExtendedBackgroundIdleMode(false)));
    }

    static Stream<Named<UnaryOperator<Builder>>> outOfRange() {
        return Stream.of(
                value("no request time-out", b -> b.timeoutIntervalForRequest(Duration.ZERO)),
                value("negative request time-out", b -> b.timeoutIntervalForRequest(Duration.ofNanos(-1))),
                value("endless request time-out", b -> b.timeoutIntervalForRequest(YEAR.plusNanos(1))),
                value(
                        "overflowing request time-out",
                        b -> b.timeoutIntervalForRequest(Duration.ofSeconds(Long.MAX_VALUE))),
                value("no resource time-out", b -> b.timeoutIntervalForResource(Duration.ZERO)),
                value("endless resource time-out", b -> b.timeoutIntervalForResource(YEAR.plusNanos(1))),
                value("no connection", b -> b.httpMaximumConnectionsPerHost(0)),
                value("257 connections", b -> b.httpMaximumConnectionsPerHost(257)),
                value("decoding to nothing", b -> b.maximumDecodingRatio(0)),
                value("a negative decoding ratio", b -> b.maximumDecodingRatio(Long.MIN_VALUE)),
                value("a decoded length of nothing", b -> b.maximumDecodedLength(0)),
                value("a nameless field", b -> b.httpAdditionalHeader("", "x")),
                value("a field with a line end", b -> b.httpAdditionalHeader("x", "a\r\nb")),
                value("the client's own field", b -> b.httpAdditionalHeader("Host", "x")));
    }

    static Stream<Named<UnaryOperator<Builder>>> notToBeHad() {
        return Stream.of(
                value("TLS from 1.3, TCP too", b -> b.tlsMinimumSupportedProtocolVersion(TlsVersion.TLS_1_3)),
                value("TLS up to 1.2", b -> b.tlsMaximumSupportedProtocolVersion(TlsVersion.TLS_1_2)),
                value("no cellular", b -> b.allowsCellularAccess(false)),
                value("nothing expensive", b -> b.allowsExpensiveNetworkAccess(false)),
                value("nothing constrained", b -> b.allowsConstrainedNetworkAccess(false)),
                value("several paths", b -> b.multipath(true)),
                value("pipelining", b -> b.httpShouldUsePipelining(true)),
                value("at leisure", b -> b.isDiscretionary(true)),
                value("launch events", b -> b.sessionSendsLaunchEvents(true)),
                value("background idling", b -> b.shouldUseExtendedBackgroundIdleMode(true)));
    }

    @Test
    void hasApplesDefaults() {
        UrlSessionConfiguration standard = UrlSessionConfiguration.standard();
        assertThat(standard.timeoutIntervalForRequest()).isEqualTo(Duration.ofSeconds(60));
        assertThat(standard.timeoutIntervalForResource()).isEqualTo(Duration.ofDays(7));
        assertThat(standard.httpAdditionalHeaders()).isEmpty();
        assertThat(standard.requestCachePolicy()).isEqualTo(CachePolicy.USE_PROTOCOL_CACHE_POLICY);
        assertThat(standard.networkServiceType()).isEqualTo(NetworkServiceType.DEFAULT);
        assertThat(standard.waitsForConnectivity()).isFalse();
        assertThat(standard.allowsInsecureRedirects()).isFalse();
        assertThat(standard.enablesEarlyData()).isFalse();
        assertThat(standard.tlsMaximumSupportedProtocolVersion()).isEqualTo(TlsVersion.TLS_1_3);
    }

    @ParameterizedTest
    @MethodSource("taken")
    void whatIsTakenMakesASession(UnaryOperator<Builder> set) {
        UrlSessionConfiguration built =
                set.apply(UrlSessionConfiguration.newBuilder()).build();
        UrlSession.newSession(built).close();
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void whatIsOutOfRangeIsRefusedByBuild(UnaryOperator<Builder> set) {
        Builder builder = set.apply(UrlSessionConfiguration.newBuilder());
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageMatching(".{20,}");
    }

    @ParameterizedTest
    @MethodSource("notToBeHad")
    void whatCannotBeHadIsRefusedByBuildWithTheReason(UnaryOperator<Builder> set) {
        Builder builder = set.apply(UrlSessionConfiguration.newBuilder());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(builder::build)
                .withMessageContaining("cannot be ")
                .withMessageMatching("(?s).*(leave it out|say |give ).*");
    }

    @Test
    void thereAreNoBackgroundSessions() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> UrlSessionConfiguration.background("org.example.app"))
                .withMessageContaining("resume data");
    }

    @Test
    void aGivenClientTakesNoSettingsThatAreItsOwn() {
        UrlSessionConfiguration configuration =
                UrlSessionConfiguration.newBuilder().enablesEarlyData(true).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UrlSession.newSession(configuration, HttpClient.newHttpClient()))
                .withMessageContaining("early data");
    }

    @Test
    void aProxyIsTheClientsToUse() {
        ProxySelector selector = ProxySelector.of(new InetSocketAddress("127.0.0.1", 3128));
        UrlSessionConfiguration configuration =
                UrlSessionConfiguration.newBuilder().proxy(selector).build();
        assertThat(configuration.proxy()).contains(selector);
        assertThat(configuration.connections().client().build().proxy()).contains(selector);
    }

    @Test
    void isACopyThatLaterCallsDoNotChange() {
        Builder builder = UrlSessionConfiguration.newBuilder().httpAdditionalHeader("Accept-Language", "de");
        UrlSessionConfiguration built = builder.build();
        builder.httpAdditionalHeader("x-late", "1");
        assertThat(built.httpAdditionalHeaders()).containsOnlyKeys("accept-language");
    }

    private static Named<UnaryOperator<Builder>> value(String name, UnaryOperator<Builder> set) {
        return Named.of(name, set);
    }
}
