package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.download.Origin;
import dev.quiver.urlsession.internal.download.PartialFile;
import dev.quiver.urlsession.internal.download.ResumeData;
import dev.quiver.urlsession.internal.download.Verdict;
import dev.quiver.urlsession.internal.load.CodedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Writes the response to a file, away from the network's threads: what waits to be written is bounded. The first fields
 * belong to the engine's turn, those of the file to {@link #files}.
 */
final class DownloadSink implements ResponseSink {
    /** How many pieces may wait to be written. */
    private static final int AHEAD = 16;

    private final DownloadTask task;
    private final SerialExecutor files = new SerialExecutor(ForkJoinPool.commonPool());
    private final WrittenNews news;
    private final @Nullable ResumeData left;
    private boolean anew;

    private @Nullable PartialFile file;
    private @Nullable Origin origin;
    private @Nullable Throwable broken;

    /** @param left what an earlier task left, and what this one's request asks the rest of; or null */
    DownloadSink(DownloadTask task, @Nullable ResumeData left) {
        this.task = task;
        this.left = left;
        this.news = new WrittenNews(task);
    }

    @Override
    public void head(HttpUrlResponse response) {
        ResumeData before = anew ? null : left;
        if (before == null) {
            files.execute(() -> begin(response));
            return;
        }
        Verdict verdict = before.origin().judge(before.length(), response.statusCode(), response.headers());
        if (verdict instanceof Verdict.Append rest) {
            files.execute(() -> goOn(before, rest));
        } else if (verdict instanceof Verdict.StartOver) {
            files.execute(() -> startOver(before, response));
        } else if (verdict instanceof Verdict.AskAnew) {
            askAnew();
        } else {
            task.engine()
                    .fail(new CodedException(
                            UrlErrorCode.BAD_SERVER_RESPONSE,
                            "the server answered " + response.statusCode() + " to the download that was to go on",
                            null));
        }
    }

    private void askAnew() {
        anew = true;
        task.engine().again(task.whole());
    }

    @Override
    public void data(ByteBuffer data) {
        files.execute(() -> {
            PartialFile to = file;
            if (broken == null && to != null) {
                try {
                    to.append(data);
                    news.written(to.length());
                } catch (IOException e) {
                    fail(UrlErrorCode.CANNOT_WRITE_TO_FILE, e);
                }
            }
            task.engine().demand(1);
        });
    }

    @Override
    public void end(@Nullable UrlError error, TaskMetrics metrics) {
        files.execute(() -> {
            try {
                finish(error, metrics);
            } catch (IOException e) {
                task.settle(coded(UrlErrorCode.CANNOT_CLOSE_FILE, e), metrics, null, null);
            }
        });
    }

    // --- where files are written ---

    private void begin(HttpUrlResponse response) {
        try {
            opened(PartialFile.create(), response);
        } catch (IOException e) {
            fail(UrlErrorCode.CANNOT_CREATE_FILE, e);
        }
    }

    private void goOn(ResumeData before, Verdict.Append rest) {
        try {
            file = PartialFile.reopen(before);
        } catch (PartialFile.InUseException e) {
            fail(UrlErrorCode.CANNOT_OPEN_FILE, e);
            return;
        } catch (IOException gone) {
            // What was there is lost, so all of it has to come.
            task.engine().always(this::askAnew);
            return;
        }
        origin = new Origin(before.origin().validator(), rest.total());
        task.counts().there(rest.offset());
        news.resumed(rest.offset(), rest.total());
        task.engine().demand(AHEAD);
    }

    private void startOver(ResumeData before, HttpUrlResponse response) {
        try {
            PartialFile old;
            try {
                old = PartialFile.reopen(before);
                old.clear();
            } catch (PartialFile.InUseException e) {
                throw e;
            } catch (IOException gone) {
                old = PartialFile.create();
            }
            opened(old, response);
        } catch (IOException e) {
            fail(UrlErrorCode.CANNOT_OPEN_FILE, e);
        }
    }

    private void opened(PartialFile opened, HttpUrlResponse response) {
        file = opened;
        String scheme = String.valueOf(response.url().getScheme()).toLowerCase(Locale.ROOT);
        boolean mayGoOn = task.whole().httpMethod().equals("GET") && scheme.startsWith("http");
        origin = mayGoOn ? Origin.of(response.statusCode(), response.headers()).orElse(null) : null;
        news.expected(response.expectedContentLength());
        task.engine().demand(AHEAD);
    }

    private void fail(UrlErrorCode code, IOException why) {
        broken = new CodedException(code, String.valueOf(why.getMessage()), why);
        task.engine().fail(broken);
    }

    private void finish(@Nullable UrlError ended, TaskMetrics metrics) throws IOException {
        UrlError error = ended == null && broken != null
                ? ErrorTable.of(broken, task.currentRequest(), task.counts().progress())
                : ended;
        PartialFile written = file;
        if (error == null) {
            Path location = written == null ? null : written.path();
            if (written != null) {
                written.close();
            }
            task.settle(null, metrics, location, null);
        } else {
            task.settle(
                    error, metrics, null, keep(error).map(ResumeData::encode).orElse(null));
        }
    }

    /** What another task can go on by; all else is deleted. */
    private Optional<ResumeData> keep(UrlError error) throws IOException {
        PartialFile written = file;
        Origin from = origin;
        boolean keeps = task.isWorthKeeping(error) && broken == null;
        if (written == null) {
            // Nothing was touched: what was left is as it was.
            return keeps && !anew ? Optional.ofNullable(left) : Optional.empty();
        }
        if (!keeps || from == null || written.length() == 0) {
            written.discard();
            return Optional.empty();
        }
        ResumeData kept = new ResumeData(
                task.whole().url(),
                task.whole().headers().map(),
                written.path(),
                written.length(),
                written.keep(),
                from);
        written.close();
        return Optional.of(kept);
    }

    private UrlError coded(UrlErrorCode code, IOException why) {
        return ErrorTable.of(
                new CodedException(code, String.valueOf(why.getMessage()), why),
                task.currentRequest(),
                task.counts().progress());
    }
}
