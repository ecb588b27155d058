package dev.quiver.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicServersTest {
    @Test
    void everyOneSaysWhoMadeItAndWhoNamesIt() {
        assertThat(PublicServers.all()).hasSizeGreaterThan(20).allSatisfy(server -> {
            assertThat(server.option("maker")).as(server.name()).isNotBlank();
            assertThat(server.option("known")).as(server.name()).matches("20[0-9]{2}-[0-9]{2}");
            assertThat(server.option("source"))
                    .as(server.name())
                    .matches("(wg|wiki|list|kernel)(,(wiki|list|kernel))*");
            assertThat(server.offers("retry")).as(server.name()).isEqualTo(server.option("retry") != null);
        });
    }

    @Test
    void theGoneOnesAreNotTried() {
        assertThat(PublicServers.worthTrying())
                .hasSizeGreaterThan(15)
                .hasSizeLessThan(PublicServers.all().size())
                .allMatch(server -> server.option("gone") == null);
    }
}
