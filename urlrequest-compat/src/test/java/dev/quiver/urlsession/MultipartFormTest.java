package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultipartFormTest {
    @TempDir
    Path folder;

    @Test
    void writesWhatABrowserWould() throws Exception {
        Path file = Files.writeString(folder.resolve("note.txt"), "from the file");
        MultipartForm form = MultipartForm.newBuilder()
                .field("comment", "two\nlines\r\nhere ä")
                .file("contract", file)
                .part("data", "x.bin", "application/x-own", BodyPublishers.ofByteArray(new byte[] {'1', '2'}))
                .build();
        String boundary = form.contentType().replace("multipart/form-data; boundary=", "");
        String expected = "--B\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\ntwo\r\nlines\r\nhere ä\r\n"
                + "--B\r\nContent-Disposition: form-data; name=\"contract\"; filename=\"note.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\nfrom the file\r\n"
                + "--B\r\nContent-Disposition: form-data; name=\"data\"; filename=\"x.bin\"\r\n"
                + "Content-Type: application/x-own\r\n\r\n12\r\n--B--\r\n";
        for (int time = 0; time < 2; time++) {
            byte[] sent = bytes(form.body());
            assertThat(new String(sent, StandardCharsets.UTF_8).replace(boundary, "B"))
                    .isEqualTo(expected);
            assertThat(form.contentLength()).isEqualTo(sent.length);
        }
        assertThat(boundary).hasSizeLessThanOrEqualTo(70);
        assertThat(form.toString()).doesNotContain("comment", boundary);
    }

    @Test
    void namesCannotLeaveTheirQuotes() throws Exception {
        MultipartForm form = MultipartForm.newBuilder()
                .field("a\"b\nc", "1")
                .part("ü", "q\"\r\nx: y\n.txt", "text/plain", BodyPublishers.noBody())
                .build();
        assertThat(new String(bytes(form.body()), StandardCharsets.UTF_8))
                .contains("; name=\"a%22b%0D%0Ac\"\r\n")
                .contains("; name=\"ü\"; filename=\"q%22%0D%0Ax: y%0A.txt\"\r\n");
    }

    @Test
    void theLengthIsUnknownWhenAPartsIs() throws Exception {
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[100_000]));
        MultipartForm form = MultipartForm.newBuilder()
                .part("s", "s", "application/octet-stream", stream)
                .build();
        assertThat(form.contentLength()).isEqualTo(-1);
        assertThat(bytes(form.body())).hasSizeGreaterThan(100_000);
    }

    @Test
    void anEmptyFormHasItsEnd() throws Exception {
        MultipartForm form = MultipartForm.newBuilder().build();
        assertThat(bytes(form.body())).asString().startsWith("--quiver-").endsWith("--\r\n");
    }

    @Test
    void refusesWhatCannotBeSent() {
        MultipartForm.Builder form = MultipartForm.newBuilder();
        assertThatThrownBy(() -> form.file("f", folder.resolve("gone"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> form.file("f", folder)).isInstanceOf(IOException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form.part("f", "f", "text/plain\r\nx: y", BodyPublishers.noBody()));
    }

    @Test
    void aRequestTakesItsType() {
        MultipartForm form = MultipartForm.newBuilder().field("a", "b").build();
        UrlRequest request = UrlRequest.newBuilder(URI.create("https://a.test/"))
                .httpMethod("POST")
                .httpBody(form)
                .build();
        assertThat(request.headers().firstValue("content-type")).contains(form.contentType());
    }

    private static byte[] bytes(BodyPublisher body) throws Exception {
        BodySubscriber<byte[]> all = BodySubscribers.ofByteArray();
        body.subscribe(new Flow.Subscriber<ByteBuffer>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                all.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer item) {
                all.onNext(List.of(item));
            }

            @Override
            public void onError(Throwable failure) {
                all.onError(failure);
            }

            @Override
            public void onComplete() {
                all.onComplete();
            }
        });
        return all.getBody().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
