package dev.quiver.testkit.junit;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link QuiverServer} stands for. Register it by hand to describe the server in full:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final QuiverServerExtension quiver = QuiverServerExtension.of(
 *         TestServer.newBuilder().route("/hello", (request, response) -> response.send(200, "hello")));
 * }</pre>
 *
 * <p>Registered by a static field the server serves the whole class, by another field each test gets its own. Servers and
 * relays are closed by JUnit.
 */
public final class QuiverServerExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(QuiverServerExtension.class);

    private final TestServer.@Nullable Builder described;

    /** For {@link QuiverServer}: the annotation describes the server. */
    public QuiverServerExtension() {
        this.described = null;
    }

    private QuiverServerExtension(TestServer.Builder described) {
        this.described = described;
    }

    /** A server as described. */
    public static QuiverServerExtension of(TestServer.Builder server) {
        return new QuiverServerExtension(server);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        startDescribed(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        startDescribed(context);
        server(context).ifPresent(TestServer::clearRequests);
    }

    private void startDescribed(ExtensionContext context) {
        if (described != null && stored(context) == null) {
            context.getStore(NAMESPACE).put(TestServer.class, start(described));
        }
    }

    /** The parent's stores are looked through as well. */
    private static @Nullable TestServer stored(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(TestServer.class, TestServer.class);
    }

    /** That of the nearest annotation, method before class before enclosing class; else the one described by hand. */
    private static Optional<TestServer> server(ExtensionContext context) {
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            Optional<QuiverServer> annotation = at.get()
                    .getElement()
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, QuiverServer.class));
            if (annotation.isPresent()) {
                // Its own key: a lookup by another would find the enclosing class's server first.
                return Optional.of(at.get()
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent(
                                at.get().getUniqueId(), id -> start(describe(annotation.get())), TestServer.class));
            }
        }
        return Optional.ofNullable(stored(context));
    }

    private static TestServer.Builder describe(QuiverServer annotation) {
        return TestServer.newBuilder()
                .maxStreams(annotation.maxStreams())
                .idleTimeout(Duration.ofMillis(annotation.idleTimeoutMs()))
                .retry(annotation.retry());
    }

    private static TestServer start(TestServer.Builder server) {
        try {
            return server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the test server does not start", e);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestServer.class || type == LossyRelay.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestServer server = server(context)
                .orElseThrow(() -> new ExtensionConfigurationException(
                        "no server: put @QuiverServer on the class or method, or register the extension by a field"));
        return parameter.getParameter().getType() == TestServer.class
                ? server
                : relay(parameter.findAnnotation(ThroughRelay.class), server, context);
    }

    private static LossyRelay relay(Optional<ThroughRelay> asked, TestServer server, ExtensionContext context) {
        LossyRelay.Builder relay = LossyRelay.newBuilder(server.address());
        asked.ifPresent(a -> relay.seed(a.seed())
                .both(LinkConditions.newBuilder()
                        .drop(a.drop())
                        .duplicate(a.duplicate())
                        .reorder(a.reorder(), Duration.ofMillis(10))
                        .corrupt(a.corrupt())
                        .delay(Duration.ofMillis(a.delayMs()))
                        .jitter(Duration.ofMillis(a.jitterMs()))
                        .megabits(a.megabits())
                        .build()));
        try {
            LossyRelay started = relay.start();
            context.getStore(NAMESPACE).put(started, started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("the relay does not start", e);
        }
    }
}
