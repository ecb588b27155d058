package dev.quiver.cli.compare;

import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.RequestSettings;
import dev.quiver.cli.transfer.UploadBody;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** OkHttp, through {@code enqueue}. */
final class OkHttpContender implements Contender {
    /** What OkHttp does not send without a body. */
    private static final Set<String> WANT_A_BODY = Set.of("POST", "PUT", "PATCH", "PROPPATCH", "QUERY", "REPORT");

    private final OkHttpClient client;
    private final RequestSettings request;
    private final URI url;
    private final Function<Throwable, Failure> failures;

    OkHttpContender(OkHttpClient client, RequestSettings request, URI url, Function<Throwable, Failure> failures) {
        this.client = client;
        this.request = request;
        this.url = url;
        this.failures = failures;
    }

    @Override
    public Sample exchange() {
        OkHttpPhases phases = new OkHttpPhases();
        OkHttpClient watched = client.newBuilder()
                .eventListener(phases)
                .addNetworkInterceptor(phases)
                .build();
        long began = System.nanoTime();
        Call call = null;
        try {
            call = watched.newCall(message());
            Answer answer = answer(call);
            return Sample.answered(answer, phases.connect(), phases.firstByte(began), since(began));
        } catch (InterruptedException e) {
            call.cancel();
            return Sample.failed(failures.apply(e), since(began));
        } catch (ExecutionException | IOException | RuntimeException e) {
            return Sample.failed(failures.apply(e), since(began));
        }
    }

    private static Answer answer(Call call) throws InterruptedException, ExecutionException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                answer.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call answered, Response response) {
                try (response) {
                    DigestedBody body = digested(response.body().source());
                    answer.complete(new Answer(
                            response.code(),
                            response.protocol().toString(),
                            response.headers().toMultimap(),
                            body.bytes(),
                            body.sha256()));
                } catch (IOException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            }
        });
        return answer.get();
    }

    private static DigestedBody digested(BufferedSource source) throws IOException {
        DigestedBody body = new DigestedBody();
        ByteBuffer part = ByteBuffer.allocate(16 * 1024);
        while (source.read(part) >= 0) {
            body.add(part.flip());
            part.clear();
        }
        return body;
    }

    private Request message() throws IOException {
        Request.Builder message = new Request.Builder().url(url.toString()).method(request.method(), body());
        boolean coding = false;
        for (RequestSettings.Field field : request.fields()) {
            message.addHeader(field.name(), field.value());
            coding |= field.name().equalsIgnoreCase("accept-encoding");
        }
        if (!coding) {
            // Else OkHttp asks for gzip by itself, which the others do not; what it is named here is taken out again.
            message.tag(OkHttpPhases.Bare.class, OkHttpPhases.Bare.BARE).addHeader("accept-encoding", "identity");
        }
        return message.build();
    }

    private @Nullable RequestBody body() throws IOException {
        UploadBody body = request.body();
        if (body == null) {
            return WANT_A_BODY.contains(request.method()) ? RequestBody.create(new byte[0]) : null;
        }
        if (body instanceof UploadBody.Text text) {
            return RequestBody.create(text.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        if (body instanceof UploadBody.OfFile file) {
            return RequestBody.create(file.file().toFile(), null);
        }
        throw new IOException("a stream can be sent once only");
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
