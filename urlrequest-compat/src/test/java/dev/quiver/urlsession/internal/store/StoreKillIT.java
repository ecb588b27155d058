package dev.quiver.urlsession.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.CookieStorage;
import dev.quiver.urlsession.HttpCookie;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes write one cookie file and are killed by the system, again and again. How often is the system property
 * {@code quiver.kills}: a run of the build does it a few times.
 */
class StoreKillIT {
    private static final int KILLS = Integer.getInteger("quiver.kills", 6);

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsThere() throws Exception {
        Random random = new Random(20261129);
        Path file = folder.resolve("cookies");
        for (int kill = 0; kill < KILLS; kill += 2) {
            Process one = victim(file, "a");
            Process two = victim(file, "b");
            try {
                long acknowledgedByOne = killed(one, 1 + random.nextInt(400));
                long acknowledgedByTwo = killed(two, 1 + random.nextInt(400));
                List<HttpCookie> cookies = CookieStorage.inFile(file).cookies();
                verify(cookies, "a", acknowledgedByOne);
                verify(cookies, "b", acknowledgedByTwo);
            } finally {
                one.destroyForcibly();
                two.destroyForcibly();
            }
        }
        assertThat(Files.exists(folder.resolve("cookies.damaged"))).isFalse();
    }

    private static Process victim(Path file, String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreVictim.class.getName(),
                        file.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Kills it when it has said so many numbers, somewhere in what it does next; what it said last. */
    private static long killed(Process process, int lines) throws Exception {
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (int i = 0; i < lines; i++) {
                assertThat(said.readLine()).isEqualTo(Integer.toString(i));
            }
            // By its handle: the process itself would close its output as well.
            process.toHandle().destroyForcibly();
            assertThat(process.waitFor(60, SECONDS)).isTrue();
            long last = lines - 1;
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.equals(Long.toString(last + 1))) {
                    last++;
                }
            }
            return last;
        }
    }

    /** The cookies are those that were acknowledged, or of the writes under way when it was killed. */
    private static void verify(List<HttpCookie> cookies, String name, long last) {
        for (int i = 0; i < 7; i++) {
            String cookieName = name + i;
            long newest = last - Math.floorMod(last - i, 7);
            cookies.stream().filter(each -> each.name().equals(cookieName)).forEach(each -> {
                long number =
                        Long.parseLong(each.value().substring(0, each.value().indexOf(':')));
                assertThat(each.value()).isEqualTo(StoreVictim.value(number));
                assertThat(number).as(cookieName + " after " + last).isBetween(Math.max(0, newest), last + 1);
            });
        }
        // The newest is there, unless the next step was already taking it out.
        if (!StoreVictim.takesOutTheOneBefore(last + 1)) {
            assertThat(cookies).anyMatch(each -> each.name().equals(name + last % 7));
        }
    }
}
