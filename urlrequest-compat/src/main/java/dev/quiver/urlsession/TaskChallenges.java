package dev.quiver.urlsession;

/**
 * The part of a task that settles responses which may be challenges (RFC 9110 §11): answered by what is known, or put to the
 * delegate, one challenge after another. All of it happens in the task's turn.
 */
final class TaskChallenges {
    private final TaskEngine engine;
    private final UrlSessionTask task;
    private final TaskVoice voice;
    private final AuthenticationDialog dialog;

    TaskChallenges(TaskEngine engine, UrlSessionTask task, TaskVoice voice) {
        this.engine = engine;
        this.task = task;
        this.voice = voice;
        this.dialog = task.session().state().dialog();
    }

    /** What goes with requests, by what is known to be wanted. */
    AuthenticationDialog dialog() {
        return dialog;
    }

    /** Ends in the request going out again, in the response being the task's, or in the task's failure. */
    void settle(HttpUrlResponse response) {
        UrlRequest request = task.currentRequest();
        if (dialog.response(request, response) == AuthenticationDialog.Step.AGAIN) {
            engine.replace(request);
        } else {
            next(response);
        }
    }

    /** Asks about the next challenge of this response; without one it is the task's. */
    private void next(HttpUrlResponse response) {
        AuthenticationChallenge challenge = dialog.next();
        if (challenge == null) {
            engine.take(response);
            return;
        }
        engine.listening(false);
        voice.ask(
                delegate -> delegate.didReceiveChallenge(task.session(), task, challenge),
                ChallengeAnswer.performDefaultHandling(),
                (answer, failure) -> engine.always(() -> {
                    if (engine.isOver()) {
                        return;
                    }
                    if (failure != null) {
                        engine.fail(failure);
                    } else {
                        act(response, ChallengeStep.of(answer, challenge));
                    }
                }));
    }

    private void act(HttpUrlResponse response, ChallengeStep step) {
        UrlRequest request = task.currentRequest();
        if (step instanceof ChallengeStep.Answer answer) {
            dialog.answer(answer.credential());
            engine.replace(request);
        } else if (step instanceof ChallengeStep.Fail fail) {
            engine.end(ErrorTable.refused(
                    fail.code(), fail.reason(), request, task.counts().progress()));
        } else if (step instanceof ChallengeStep.Next) {
            next(response);
        } else {
            engine.take(response);
        }
    }
}
