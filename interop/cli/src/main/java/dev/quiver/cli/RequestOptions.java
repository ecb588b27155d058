package dev.quiver.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is asked of each URL: what the commands that send requests have in common. {@link RequestPlan} checks it. */
final class RequestOptions {
    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            order = 10,
            description = "The method, in place of GET (POST with -d, PUT with -T).")
    @Nullable
    String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'K: V'",
            order = 11,
            description = "Send this field. 'K:' leaves out one that is sent by itself, 'K;' sends an empty one.")
    List<String> headers = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DATA|@FILE",
            order = 12,
            description = "Send DATA, or FILE as it is (- is standard input). Several DATA are joined with &.")
    List<String> data = new ArrayList<>();

    @Option(
            names = {"-T", "--upload-file"},
            paramLabel = "FILE",
            order = 13,
            description = "Stream FILE (- is standard input) as a PUT.")
    @Nullable
    String upload;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER:PASSWORD",
            order = 14,
            description = "Send HTTP Basic credentials.")
    @Nullable
    String user;
}
