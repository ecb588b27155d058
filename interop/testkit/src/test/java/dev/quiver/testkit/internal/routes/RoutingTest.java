package dev.quiver.testkit.internal.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.testkit.Fields.Field;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {
    private static Route route() {
        return (request, response) -> new CompletableFuture<>();
    }

    @Test
    void theExactPathThenTheLongestPatternThenTheRest() {
        Route exact = route();
        Route near = route();
        Route far = route();
        Route rest = route();
        Router router = new Router()
                .add("/a/*", far)
                .add("/a/b/*", near)
                .add("/a/b/c", exact)
                .otherwise(rest);

        assertThat(router.of("/a/b/c")).isSameAs(exact);
        assertThat(router.of("/a/b/d")).isSameAs(near);
        assertThat(router.of("/a/d")).isSameAs(far);
        assertThat(router.of("/a")).isSameAs(rest);
        assertThat(router.add("/a/b/c", far).of("/a/b/c")).isSameAs(far);
        assertThatThrownBy(() -> router.add("a", far)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parametersAreDecoded() {
        assertThat(Query.path("/p?x=1")).isEqualTo("/p");
        assertThat(Query.path("/p")).isEqualTo("/p");
        assertThat(Query.first("/p?x=a%20b&x=2&y", "x")).contains("a b");
        assertThat(Query.first("/p?x=a%20b&x=2&y", "y")).contains("");
        assertThat(Query.first("/p?x=1", "z")).isEmpty();
        assertThat(Query.first("/p", "x")).isEmpty();
        assertThatThrownBy(() -> Query.first("/p?x=%zz", "x")).isInstanceOf(BadRequest.class);
    }

    @Test
    void numbersAreHeldToTheirBounds() {
        assertThat(Query.number("n", "7", 0, 7)).isEqualTo(7);
        for (String bad : List.of("8", "-1", "x", "", "99999999999999999999")) {
            assertThatThrownBy(() -> Query.number("n", bad, 0, 7))
                    .isInstanceOf(BadRequest.class)
                    .hasMessage("n must be a number from 0 to 7, not " + bad);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 65, 4041, 4042, 4060, 4081, 4082, 4083, 100_000, 262_144})
    void fillerIsAsLargeAsAsked(int bytes) {
        List<Field> filler = Messages.filler(bytes);

        assertThat(filler.stream()
                        .mapToInt(f -> f.name().length() + f.value().length() + 32)
                        .sum())
                .isEqualTo(bytes);
        assertThat(filler).extracting(Field::name).doesNotHaveDuplicates();
    }
}
