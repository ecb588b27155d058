package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.urlsession.internal.download.ResumeData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads: where the file goes, what is told meanwhile, and going on where one stopped. */
class DownloadTaskIT {
    private static final int LENGTH = 1_000_000;

    private final RangeServer.Content content = new RangeServer.Content(bytes(1), "\"v1\"");
    private RangeServer server;
    private UrlSession session;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new RangeServer(content);
        session = UrlSession.newSession(UrlSessionConfiguration.ephemeral(), HttpClient.newHttpClient());
    }

    @AfterEach
    void stop() throws IOException {
        session.close();
        server.close();
    }

    @Test
    void theFileIsTheHandlersToMove() throws Exception {
        Path mine = folder.resolve("mine");
        CompletableFuture<Path> location = new CompletableFuture<>();
        DownloadTask task = session.downloadTask(UrlRequest.of(server.url()), (file, response, error) -> {
            try {
                Files.move(file, mine);
                location.complete(file);
            } catch (IOException e) {
                location.completeExceptionally(e);
            }
        });
        task.resume();
        location.get(30, TimeUnit.SECONDS);
        assertThat(Files.readAllBytes(mine)).isEqualTo(content.bytes());
        assertThat(task.countOfBytesReceived()).isEqualTo(LENGTH);
        assertThat(task.progress().fractionCompleted()).isEqualTo(1.0);
        assertThat(task.resumeData()).isEmpty();
    }

    @Test
    void aFileThatTheHandlerLeavesIsDeleted() throws Exception {
        CompletableFuture<Path> location = new CompletableFuture<>();
        session.downloadTask(UrlRequest.of(server.url()), (file, response, error) -> location.complete(file))
                .resume();
        Path file = location.get(30, TimeUnit.SECONDS);
        CompletableFuture<Void> behind = new CompletableFuture<>();
        session.dataTask(UrlRequest.of(URI.create("data:,")), (data, response, error) -> behind.complete(null))
                .resume();
        behind.get(30, TimeUnit.SECONDS);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatIsWaitedForIsTheCallers() throws Exception {
        UrlDownload download = session.downloadAndWait(UrlRequest.of(server.url()));
        assertThat(download.response().statusCode()).isEqualTo(200);
        assertThat(Files.readAllBytes(download.location())).isEqualTo(content.bytes());
        Files.delete(download.location());
    }

    @Test
    void theDelegateIsToldInOrder() throws Exception {
        List<String> told = new ArrayList<>();
        CompletableFuture<Long> end = new CompletableFuture<>();
        UrlSessionDownloadDelegate delegate = new UrlSessionDownloadDelegate() {
            private long written;

            @Override
            public void didWriteData(UrlSession from, DownloadTask task, long more, long inAll, long expected) {
                written += more;
                assertThat(inAll).isEqualTo(written);
                assertThat(expected).isEqualTo(LENGTH);
            }

            @Override
            public void didFinishDownloadingTo(UrlSession from, DownloadTask task, Path location) {
                told.add("file of " + location.toFile().length());
            }

            @Override
            public void didComplete(UrlSession from, UrlSessionTask task, @Nullable UrlError error) {
                told.add("complete " + error);
                end.complete(written);
            }
        };
        try (UrlSession delegated = UrlSession.newBuilder(UrlSessionConfiguration.ephemeral())
                .client(HttpClient.newHttpClient())
                .delegate(delegate)
                .build()) {
            delegated.downloadTask(UrlRequest.of(server.url())).resume();
            assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(LENGTH);
            assertThat(told).containsExactly("file of " + LENGTH, "complete null");
        }
    }

    @Test
    void anotherTaskGoesOnWhereOneStopped() throws Exception {
        byte[] left = stopHalfway();
        CompletableFuture<Long> offset = new CompletableFuture<>();
        DownloadTask task = session.downloadTask(left);
        Path mine = folder.resolve("whole");
        task.delegate(moving(mine, offset));
        task.resume();
        task.result().get(30, TimeUnit.SECONDS);
        assertThat(Files.readAllBytes(mine)).isEqualTo(content.bytes());
        assertThat(offset.get(30, TimeUnit.SECONDS)).isEqualTo(content.cutAt());
        assertThat(server.asked()).containsExactly("null", "bytes=" + content.cutAt() + "-");
        assertThat(task.progress().fractionCompleted()).isEqualTo(1.0);
    }

    @Test
    void aFailedDownloadGoesOnToo() throws Exception {
        content.cut(400_000, true);
        DownloadTask broken = session.downloadTask(UrlRequest.of(server.url()));
        UrlError error = catchThrowableOfType(UrlError.class, broken::await);
        assertThat(error.code()).isEqualTo(UrlErrorCode.NETWORK_CONNECTION_LOST);
        content.whole();
        UrlDownload download =
                session.download(broken.resumeData().orElseThrow()).get(30, TimeUnit.SECONDS);
        assertThat(Files.readAllBytes(download.location())).isEqualTo(content.bytes());
        assertThat(server.asked()).containsExactly("null", "bytes=400000-");
        Files.delete(download.location());
    }

    @Test
    void aFileThatHasChangedAtTheServerComesWhole() throws Exception {
        byte[] left = stopHalfway();
        content.change(bytes(2), "\"v2\"");
        expect(session.download(left));
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void aFileThatHasBecomeShorterComesWhole() throws Exception {
        byte[] left = stopHalfway();
        content.change(Arrays.copyOf(bytes(2), 10), "\"v2\"");
        content.ignoreIfRange(true);
        expect(session.download(left));
        assertThat(server.asked()).containsExactly("null", "bytes=" + content.cutAt() + "-", "null");
    }

    @Test
    void aServerThatSendsTheRestOfSomethingElseIsNotBelieved() throws Exception {
        byte[] left = stopHalfway();
        content.change(bytes(2), "\"v2\"");
        content.ignoreIfRange(true);
        expect(session.download(left));
    }

    @Test
    void whatIsGoneHereIsAskedForAgain() throws Exception {
        byte[] left = stopHalfway();
        Files.delete(ResumeData.decode(left).file());
        expect(session.download(left));
    }

    @Test
    void aServerThatCannotAnswerNowTakesNothingAway() throws Exception {
        byte[] left = stopHalfway();
        content.unavailable(true);
        DownloadTask refused = session.downloadTask(left);
        UrlError error = catchThrowableOfType(UrlError.class, refused::await);
        assertThat(error.code()).isEqualTo(UrlErrorCode.BAD_SERVER_RESPONSE);
        assertThat(error).hasMessageContaining("503");
        assertThat(refused.resumeData()).isPresent();
        content.unavailable(false);
        expect(session.download(refused.resumeData().orElseThrow()));
        assertThat(server.asked()).last().isEqualTo("bytes=" + content.cutAt() + "-");
    }

    @Test
    void whereTheServerHasNoStrongValidatorThereIsNoGoingOn() throws Exception {
        content.change(content.bytes(), "W/\"v1\"");
        assertThat(stopped()).isEmpty();
    }

    @Test
    void aTaskThatWasNotBegunLeavesWhatItWasGiven() throws Exception {
        byte[] left = stopHalfway();
        Optional<byte[]> again =
                session.downloadTask(left).cancelProducingResumeData().get(30, TimeUnit.SECONDS);
        assertThat(again).contains(left);
        assertThat(session.downloadTask(UrlRequest.of(server.url()))
                        .cancelProducingResumeData()
                        .get(30, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void bytesThatAreNoneAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> session.downloadTask(new byte[100]));
    }

    /** A task that has some of the content, cancelled. */
    private byte[] stopHalfway() throws Exception {
        return stopped().orElseThrow();
    }

    private Optional<byte[]> stopped() throws Exception {
        content.cut(400_000, false);
        CompletableFuture<Void> some = new CompletableFuture<>();
        DownloadTask task = session.downloadTask(UrlRequest.of(server.url()));
        task.delegate(new Quiet() {
            @Override
            public void didWriteData(UrlSession from, DownloadTask told, long more, long inAll, long expected) {
                if (inAll == content.cutAt()) {
                    some.complete(null);
                }
            }
        });
        task.resume();
        some.get(30, TimeUnit.SECONDS);
        Optional<byte[]> left = task.cancelProducingResumeData().get(30, TimeUnit.SECONDS);
        content.whole();
        return left;
    }

    private void expect(CompletableFuture<UrlDownload> going) throws Exception {
        Path file = going.get(30, TimeUnit.SECONDS).location();
        assertThat(Files.readAllBytes(file)).isEqualTo(content.bytes());
        Files.delete(file);
    }

    private static Quiet moving(Path to, CompletableFuture<Long> offset) {
        return new Quiet() {
            @Override
            public void didResumeAtOffset(UrlSession from, DownloadTask told, long fileOffset, long expected) {
                offset.complete(fileOffset);
            }

            @Override
            public void didFinishDownloadingTo(UrlSession from, DownloadTask task, Path location) {
                try {
                    Files.move(location, to);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    private abstract static class Quiet implements UrlSessionDownloadDelegate {
        @Override
        public void didFinishDownloadingTo(UrlSession from, DownloadTask task, Path location) {}
    }

    private static byte[] bytes(long seed) {
        byte[] bytes = new byte[LENGTH];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
