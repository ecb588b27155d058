package dev.quiver.h3.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.Route;
import dev.quiver.h3.Route.Attempt;
import dev.quiver.h3.Route.Outcome;
import dev.quiver.h3.Route.Via;
import dev.quiver.h3.internal.Failures;
import dev.quiver.h3.internal.route.RouteRace.Action;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteRaceTest {
    private static final long MS = 1_000_000;

    private final RouteRace race = new RouteRace(null, null, Duration.ofMillis(250));

    @Test
    void quicReadyWithinItsHeadStartWins() {
        assertThat(race.begin(0)).isEqualTo(Action.GET_QUIC);
        assertThat(race.quicFirstPacket(700 * MS, 700 * MS)).isEqualTo(Action.WAIT_UNTIL_HEAD_START_END);
        assertThat(race.headStartEnd()).as("loading the library does not count").isEqualTo(950 * MS);
        assertThat(race.quicReady(900 * MS)).isEqualTo(Action.USE_QUIC);
        assertThat(race.headStartOver(950 * MS)).as("the timer is late").isEqualTo(Action.WAIT);
        assertThat(outcomes()).containsExactly(Outcome.WON, Outcome.NOT_NEEDED);
        assertThat(race.route().winner()).isEqualTo(Via.QUIC);
    }

    @Test
    void silenceCommitsToTcpAndLateQuicDoesNotTakeTheRequestBack() {
        race.begin(0);
        race.quicFirstPacket(0, 0);
        assertThat(race.headStartOver(249 * MS)).as("a timer that is early").isEqualTo(Action.WAIT);
        assertThat(race.headStartOver(250 * MS)).isEqualTo(Action.USE_TCP);
        assertThat(race.quicReady(260 * MS)).isEqualTo(Action.WAIT);
        race.tcpAnswered(300 * MS);
        assertThat(outcomes()).containsExactly(Outcome.LOST, Outcome.WON);
        assertThat(race.route().attempts().get(0).reason()).contains("250 ms");
    }

    @Test
    void aServerThatAnsweredIsGivenMoreTime() {
        race.begin(0);
        race.quicFirstPacket(0, 0);
        assertThat(race.quicAnswered(20 * MS)).isEqualTo(Action.WAIT_UNTIL_HEAD_START_END);
        assertThat(race.headStartEnd()).isEqualTo(3_000 * MS);
        assertThat(race.headStartOver(250 * MS)).as("the first timer").isEqualTo(Action.WAIT);
        assertThat(race.headStartOver(3_000 * MS)).isEqualTo(Action.USE_TCP);
        assertThat(race.route().attempts().get(0).reason()).contains("the server answered");
    }

    @Test
    void whatGoesOutEarlyIsCommittedWhenTheHandshakeIsDone() {
        race.begin(0);
        race.quicFirstPacket(0, 0);
        assertThat(race.quicEarly()).isEqualTo(Action.USE_QUIC_EARLY);
        assertThat(race.quicEarly()).as("once").isEqualTo(Action.WAIT);
        assertThat(race.isOnQuic()).isFalse();
        assertThat(race.quicReady(30 * MS)).as("it is out already").isEqualTo(Action.WAIT);
        assertThat(race.isOnQuic()).isTrue();
        assertThat(race.headStartOver(250 * MS)).isEqualTo(Action.WAIT);
        assertThat(outcomes()).containsExactly(Outcome.WON, Outcome.NOT_NEEDED);
    }

    @Test
    void whatGoesOutEarlyToASilentServerGoesByTcpAfterTheHeadStart() {
        race.begin(0);
        race.quicFirstPacket(0, 0);
        race.quicEarly();
        assertThat(race.headStartOver(250 * MS)).isEqualTo(Action.USE_TCP);
        assertThat(race.earlyAnswered(251 * MS)).as("too late").isFalse();
        assertThat(race.quicReady(260 * MS)).isEqualTo(Action.WAIT);
    }

    @Test
    void anAnswerIsAsGoodAsAHandshake() {
        race.begin(0);
        race.quicFirstPacket(0, 0);
        race.quicEarly();
        assertThat(race.earlyAnswered(20 * MS)).isTrue();
        assertThat(race.quicReady(21 * MS)).isEqualTo(Action.WAIT);
        assertThat(race.route().winner()).isEqualTo(Via.QUIC);
    }

    @Test
    void whatWasSentEarlyInVainIsSentAgainOnWhatBecomesReady() {
        race.begin(0);
        race.quicFirstPacket(0, 0);
        race.quicEarly();
        race.earlyLost();
        assertThat(race.quicEarly()).as("not early again").isEqualTo(Action.WAIT);
        assertThat(race.quicReady(100 * MS)).isEqualTo(Action.USE_QUIC);
    }

    @Test
    void aHandshakeThatFailsTakesTheEarlyRequestToTcp() {
        race.begin(0);
        race.quicFirstPacket(0, 0);
        race.quicEarly();
        assertThat(race.quicFailed(Failures.of(Kind.PORT_CLOSED), 5 * MS)).isEqualTo(Action.USE_TCP);
    }

    @Test
    void failedQuicGoesToTcpAtOnce() {
        race.begin(0);
        assertThat(race.quicFailed(Failures.of(Kind.PORT_CLOSED), MS)).isEqualTo(Action.USE_TCP);
        race.tcpAnswered(2 * MS);
        assertThat(outcomes()).containsExactly(Outcome.FAILED, Outcome.WON);
        assertThat(race.route().attempts().get(0).reason()).isEqualTo("PORT_CLOSED");
    }

    @Test
    void tcpThatCannotConnectWaitsForQuicUnderWay() {
        race.begin(0);
        race.quicFirstPacket(0, 0);
        race.headStartOver(250 * MS);
        assertThat(race.tcpFailed(Failures.of(Kind.PORT_CLOSED), true, 251 * MS))
                .isEqualTo(Action.WAIT);
        assertThat(race.quicReady(400 * MS)).isEqualTo(Action.USE_QUIC);
        assertThat(outcomes()).containsExactly(Outcome.WON, Outcome.FAILED);
    }

    @Test
    void whatMayHaveBeenSentByTcpNeverGoesByQuic() {
        race.begin(0);
        race.quicFirstPacket(0, 0);
        race.headStartOver(250 * MS);
        assertThat(race.tcpFailed(Failures.of(Kind.IO), false, 300 * MS)).isEqualTo(Action.FAIL);
        assertThat(race.quicReady(400 * MS)).isEqualTo(Action.WAIT);
    }

    @Test
    void theMoreTellingFailureIsTold() {
        assertThat(bothFail(Kind.CERTIFICATE_REJECTED, Kind.PORT_CLOSED)).isEqualTo(Kind.CERTIFICATE_REJECTED);
        assertThat(bothFail(Kind.PORT_CLOSED, Kind.CERTIFICATE_REJECTED)).isEqualTo(Kind.CERTIFICATE_REJECTED);
        assertThat(bothFail(Kind.NO_ANSWER, Kind.PORT_CLOSED)).isEqualTo(Kind.PORT_CLOSED);
        assertThat(bothFail(Kind.PORT_CLOSED, Kind.NO_ANSWER)).isEqualTo(Kind.PORT_CLOSED);
        assertThat(bothFail(Kind.HOST_NOT_FOUND, Kind.HOST_NOT_FOUND)).isEqualTo(Kind.HOST_NOT_FOUND);
    }

    private static Kind bothFail(Kind quic, Kind tcp) {
        RouteRace both = new RouteRace(null, null, Duration.ofMillis(250));
        both.begin(0);
        both.quicFailed(Failures.of(quic), 1);
        assertThat(both.tcpFailed(Failures.of(tcp), true, 2)).isEqualTo(Action.FAIL);
        return ((H3Exception) both.failure()).kind();
    }

    @Test
    void priorKnowledgeNeverTriesTcp() {
        RouteRace only = new RouteRace(null, "HTTP3_ONLY", Duration.ofMillis(250));
        assertThat(only.begin(0)).isEqualTo(Action.GET_QUIC);
        assertThat(only.quicFirstPacket(0, 0)).isEqualTo(Action.WAIT);
        assertThat(only.quicAnswered(1)).isEqualTo(Action.WAIT);
        assertThat(only.quicFailed(Failures.of(Kind.NO_ANSWER), 10_000 * MS)).isEqualTo(Action.FAIL);
        assertThat(only.route().attempts())
                .extracting(Attempt::outcome)
                .containsExactly(Outcome.FAILED, Outcome.SKIPPED);
    }

    @Test
    void withoutQuicTcpIsUsedAtOnceAndSaysWhy() {
        RouteRace none = new RouteRace("discovery is NONE", null, Duration.ofMillis(250));
        assertThat(none.begin(0)).isEqualTo(Action.USE_TCP);
        assertThat(none.route().attempts().get(0).reason()).isEqualTo("discovery is NONE");
    }

    @Test
    void withNeitherItFails() {
        RouteRace neither = new RouteRace("a", "b", Duration.ofMillis(250));
        assertThat(neither.begin(0)).isEqualTo(Action.FAIL);
        assertThat(neither.failure()).isNull();
    }

    @Test
    void brokenQuicIsSkipped() {
        race.begin(0);
        assertThat(race.quicIsBroken("it failed 3 s ago", 1)).isEqualTo(Action.USE_TCP);
        assertThat(outcomes().get(0)).isEqualTo(Outcome.SKIPPED);
        assertThat(race.route().attempts().get(0).cause()).isEqualTo(Route.Cause.BACK_OFF);
    }

    @Test
    void whenTcpCannotConnectQuicIsTriedThoughItFailedLately() {
        race.begin(0);
        race.quicIsBroken("it failed 3 s ago", 1);
        assertThat(race.tcpFailed(Failures.of(Kind.PORT_CLOSED), true, 2)).isEqualTo(Action.INSIST_ON_QUIC);
        assertThat(race.quicReady(3)).isEqualTo(Action.USE_QUIC);
        assertThat(outcomes()).containsExactly(Outcome.WON, Outcome.FAILED);
    }

    @Test
    void thatIsDoneOnceOnly() {
        race.begin(0);
        race.quicIsBroken("it failed 3 s ago", 1);
        race.tcpFailed(Failures.of(Kind.PORT_CLOSED), true, 2);
        assertThat(race.quicFailed(Failures.of(Kind.NO_ANSWER), 3)).isEqualTo(Action.FAIL);
    }

    @Test
    void thereIsNowhereToInsistOn() {
        race.begin(0);
        assertThat(race.quicIsNowhere("no Alt-Svc", 1)).isEqualTo(Action.USE_TCP);
        assertThat(race.route().attempts().get(0).cause()).isEqualTo(Route.Cause.NOWHERE);
        assertThat(race.tcpFailed(Failures.of(Kind.PORT_CLOSED), true, 2)).isEqualTo(Action.FAIL);
    }

    @Test
    void theSecondAddressHasWhatIsLeftOfTheFirstOnesTime() {
        race.begin(0);
        race.quicFirstPacket(0, 0);
        assertThat(race.quicFirstPacket(200 * MS, 200 * MS)).isEqualTo(Action.WAIT);
        assertThat(race.headStartEnd()).isEqualTo(250 * MS);
    }

    @Test
    void whatHadToComeFirstCameTooLateForThisRequestButNotForTcpsFailure() {
        race.begin(0);
        assertThat(race.askAgain()).isEqualTo(Action.GET_QUIC);
        race.quicFirstPacket(0, 0);
        race.headStartOver(250 * MS);
        assertThat(race.askAgain()).isEqualTo(Action.WAIT);
        assertThat(race.tcpFailed(Failures.of(Kind.PORT_CLOSED), true, 300 * MS))
                .isEqualTo(Action.INSIST_ON_QUIC);
        assertThat(race.askAgain()).isEqualTo(Action.GET_QUIC);
    }

    @Test
    void whereQuicWentIsTold() {
        race.begin(0);
        race.quicGoesTo("h:8443 (which the origin's Alt-Svc names)");
        race.quicReady(1);
        assertThat(race.route().toString()).contains("quic won: at h:8443");
    }

    @Test
    void aConnectionThatCannotDoWhatIsNeededLeavesTcp() {
        race.begin(0);
        race.quicReady(1 * MS);
        assertThat(race.quicIsUnfit(Failures.of(Kind.IO), 5 * MS)).isEqualTo(Action.USE_TCP);
        assertThat(outcomes()).containsExactly(Outcome.FAILED, Outcome.LOST);
        race.tcpAnswered(9 * MS);
        assertThat(outcomes()).containsExactly(Outcome.FAILED, Outcome.WON);
        assertThat(race.route().attempts().get(1).elapsed()).isEqualTo(Duration.ofMillis(4));
        assertThat(race.quicIsUnfit(Failures.of(Kind.IO), 9 * MS))
                .as("not in use")
                .isEqualTo(Action.WAIT);

        RouteRace only = new RouteRace(null, "not wanted", Duration.ofMillis(250));
        only.begin(0);
        only.quicIsThere();
        H3Exception why = Failures.of(Kind.IO);
        assertThat(only.quicIsUnfit(why, 5 * MS)).isEqualTo(Action.FAIL);
        assertThat(only.failure()).isSameAs(why);
    }

    @Test
    void whoJoinsLateGetsWhatIsLeftOfTheHeadStart() {
        race.begin(200 * MS);
        assertThat(race.quicFirstPacket(0, 200 * MS)).isEqualTo(Action.WAIT_UNTIL_HEAD_START_END);
        assertThat(race.headStartEnd()).isEqualTo(250 * MS);

        RouteRace later = new RouteRace(null, null, Duration.ofMillis(250));
        later.begin(300 * MS);
        assertThat(later.quicFirstPacket(0, 300 * MS))
                .as("the server was silent all the while")
                .isEqualTo(Action.USE_TCP);
    }

    private List<Outcome> outcomes() {
        return race.route().attempts().stream().map(Attempt::outcome).toList();
    }
}
