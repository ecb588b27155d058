package dev.quiver.cli.compare;

import static dev.quiver.cli.compare.ClientName.JDK;
import static dev.quiver.cli.compare.ClientName.OKHTTP;
import static dev.quiver.cli.compare.ClientName.QUIVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.compare.FieldDifference.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static Answer answer(int status, String body, Map<String, List<String>> fields) {
        return new Answer(status, "h2", fields, body.length(), "digest of " + body);
    }

    private static Answer answer(String field, String value) {
        return answer(200, "body", Map.of(field, List.of(value)));
    }

    @Test
    void equalAnswersDoNotDiffer() {
        Answer one = answer("Content-Type", "text/plain");
        Differences none = Differences.between(Map.of(QUIVER, List.of(one, one), JDK, List.of(one)));
        assertThat(none.fields()).isEmpty();
        assertThat(none.matter()).isFalse();
    }

    @Test
    void namesCompareWithoutCaseAndPseudoFieldsAreNone() {
        Differences none = Differences.between(Map.of(
                QUIVER,
                List.of(answer(200, "", Map.of("content-type", List.of("a")))),
                JDK,
                List.of(answer(200, "", Map.of("Content-Type", List.of("a"), ":status", List.of("200"))))));
        assertThat(none.fields()).isEmpty();
    }

    @Test
    void aFieldIsToldByNameAndValueAndDoesNotCount() {
        Differences found = Differences.between(Map.of(
                QUIVER, List.of(answer("x-proto", "3")),
                OKHTTP, List.of(answer("x-proto", "2")),
                JDK, List.of(answer(200, "body", Map.of()))));
        assertThat(found.fields())
                .containsExactly(new FieldDifference(
                        "x-proto", Reason.NONE, Map.of(QUIVER, List.of("3"), OKHTTP, List.of("2"), JDK, List.of())));
        assertThat(found.matter()).isFalse();
    }

    @Test
    void theOrderOfAFieldsValuesCounts() {
        Differences found = Differences.between(Map.of(
                QUIVER,
                List.of(answer(200, "", Map.of("link", List.of("a", "b")))),
                JDK,
                List.of(answer(200, "", Map.of("link", List.of("b", "a"))))));
        assertThat(found.fields()).extracting(FieldDifference::name).containsExactly("link");
    }

    @Test
    void whatIsToBeExpectedSaysWhy() {
        assertThat(reason("date", "1", "2")).isEqualTo(Reason.EXCHANGE);
        assertThat(reason("alt-svc", "1", "2")).isEqualTo(Reason.CONNECTION);
        Differences unsteady = Differences.between(Map.of(
                QUIVER, List.of(answer("x-nonce", "1"), answer("x-nonce", "2")),
                JDK, List.of(answer("x-nonce", "3"), answer("x-nonce", "4"))));
        assertThat(unsteady.fields()).extracting(FieldDifference::expected).containsExactly(Reason.UNSTEADY);
    }

    private static Reason reason(String field, String one, String other) {
        return Differences.between(Map.of(QUIVER, List.of(answer(field, one)), JDK, List.of(answer(field, other))))
                .fields()
                .get(0)
                .expected();
    }

    @Test
    void statusAndBodyMatter() {
        Answer one = answer(200, "one", Map.of());
        assertThat(Differences.between(Map.of(QUIVER, List.of(one), JDK, List.of(answer(404, "one", Map.of()))))
                        .matter())
                .isTrue();
        assertThat(Differences.between(Map.of(QUIVER, List.of(one), JDK, List.of(answer(200, "two", Map.of()))))
                        .matter())
                .isTrue();
    }

    @Test
    void aBodyThatChangesForOneClientAloneMatters() {
        Answer whole = answer(200, "whole", Map.of());
        Differences found = Differences.between(
                Map.of(QUIVER, List.of(whole, answer(200, "cut", Map.of())), JDK, List.of(whole, whole)));
        assertThat(found.body()).isEqualTo(Agreement.DIFFERENT);
    }

    @Test
    void aBodyThatChangesForAllDoesNot() {
        Differences found = Differences.between(Map.of(
                QUIVER, List.of(answer(200, "a", Map.of()), answer(200, "b", Map.of())),
                JDK, List.of(answer(200, "c", Map.of()), answer(200, "d", Map.of()))));
        assertThat(found.body()).isEqualTo(Agreement.UNSTEADY);
        assertThat(found.matter()).isFalse();
    }
}
