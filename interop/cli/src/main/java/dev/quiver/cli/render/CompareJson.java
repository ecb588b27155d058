package dev.quiver.cli.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.quiver.cli.compare.Answer;
import dev.quiver.cli.compare.ClientName;
import dev.quiver.cli.compare.ClientRun;
import dev.quiver.cli.compare.Differences;
import dev.quiver.cli.compare.FieldDifference;
import dev.quiver.cli.compare.LinkRun;
import dev.quiver.cli.compare.Sample;
import dev.quiver.cli.compare.Spread;
import dev.quiver.cli.compare.UrlComparison;
import dev.quiver.cli.compare.link.LinkCondition;
import dev.quiver.h3.Route;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A comparison as one line of JSON: every key is there, null where unknown. Scripts rely on the keys. */
public final class CompareJson {
    private static final JsonFactory JSON = new JsonFactory();

    private CompareJson() {}

    /** The line, without its end. */
    public static String line(List<UrlComparison> all, int repeat, int exit) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("repeat", repeat);
            json.writeNumberField("exitCode", exit);
            json.writeArrayFieldStart("urls");
            for (UrlComparison each : all) {
                url(json, each);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes everything", e);
        }
        return text.toString();
    }

    private static void url(JsonGenerator json, UrlComparison comparison) throws IOException {
        Differences differences = comparison.differences();
        Map<ClientName, List<Answer>> answers = comparison.answers();
        json.writeStartObject();
        json.writeStringField("url", comparison.url().toString());
        json.writeStringField("status", word(differences.status()));
        json.writeStringField("body", word(differences.body()));
        json.writeArrayFieldStart("fields");
        for (FieldDifference field : differences.fields()) {
            json.writeStartObject();
            json.writeStringField("name", field.name());
            json.writeStringField(
                    "expected", field.expected() == FieldDifference.Reason.NONE ? null : word(field.expected()));
            json.writeObjectFieldStart("values");
            for (Map.Entry<ClientName, List<String>> seen : field.values().entrySet()) {
                strings(json, seen.getKey().toString(), seen.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("answers");
        for (ClientName client : comparison.runs().get(0).clients().keySet()) {
            List<Answer> all = answers.get(client);
            answer(json, client, all == null ? null : all.get(all.size() - 1));
        }
        json.writeEndObject();
        json.writeArrayFieldStart("runs");
        for (LinkRun run : comparison.runs()) {
            run(json, run);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void answer(JsonGenerator json, ClientName client, @Nullable Answer answer) throws IOException {
        if (answer == null) {
            json.writeNullField(client.toString());
            return;
        }
        json.writeObjectFieldStart(client.toString());
        json.writeNumberField("status", answer.status());
        json.writeStringField("protocol", answer.protocol());
        json.writeObjectFieldStart("headers");
        for (Map.Entry<String, List<String>> field : answer.fields().entrySet()) {
            strings(json, field.getKey(), field.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("bodyBytes", answer.bodyBytes());
        json.writeStringField("bodySha256", answer.bodySha256());
        json.writeEndObject();
    }

    private static void run(JsonGenerator json, LinkRun run) throws IOException {
        json.writeStartObject();
        LinkCondition link = run.link();
        if (link == null) {
            json.writeNullField("link");
        } else {
            json.writeObjectFieldStart("link");
            json.writeNumberField("delayMs", link.delayMillis());
            json.writeNumberField("lossPercent", link.lossPercent());
            json.writeNumberField("rateMbit", link.megabits());
            json.writeEndObject();
        }
        json.writeObjectFieldStart("clients");
        for (Map.Entry<ClientName, ClientRun> client : run.clients().entrySet()) {
            client(json, client.getKey(), client.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void client(JsonGenerator json, ClientName name, ClientRun run) throws IOException {
        json.writeObjectFieldStart(name.toString());
        json.writeStringField("notMeasured", run.notMeasured());
        json.writeNumberField("exchanges", run.samples().count());
        json.writeNumberField("failures", run.failures());
        JsonReport.failure(json, run.failure());
        samples(json, "cold", run.cold());
        samples(json, "warm", run.warm());
        route(json, run);
        json.writeEndObject();
    }

    private static void samples(JsonGenerator json, String key, List<Sample> samples) throws IOException {
        json.writeObjectFieldStart(key);
        spread(json, "connectMs", samples, Sample::connect);
        spread(json, "headMs", samples, Sample::firstByte);
        spread(json, "totalMs", samples, Sample::total);
        json.writeEndObject();
    }

    private static void spread(
            JsonGenerator json, String key, List<Sample> samples, Function<Sample, @Nullable Duration> which)
            throws IOException {
        Spread spread = ClientRun.spread(samples, which);
        if (spread == null) {
            json.writeNullField(key);
            return;
        }
        json.writeObjectFieldStart(key);
        json.writeNumberField("median", Amounts.millis(spread.median()));
        json.writeNumberField("least", Amounts.millis(spread.least()));
        json.writeNumberField("most", Amounts.millis(spread.most()));
        json.writeArrayFieldStart("all");
        for (Sample sample : samples) {
            Duration duration = sample.answer() == null ? null : which.apply(sample);
            if (duration != null) {
                json.writeNumber(Amounts.millis(duration));
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Of the first exchange, which had to choose; null for clients that know one way only. */
    private static void route(JsonGenerator json, ClientRun run) throws IOException {
        Route route = run.samples()
                .map(Sample::route)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        JsonReport.route(json, route);
    }

    private static void strings(JsonGenerator json, String key, List<String> values) throws IOException {
        json.writeArrayFieldStart(key);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
