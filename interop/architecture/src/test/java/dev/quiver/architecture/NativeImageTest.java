package dev.quiver.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What GraalVM's native-image is told of reflection names what is there and leaves nothing out that a look at the classes
 * finds. It does not build an image.
 */
class NativeImageTest {
    private static final String HANDLER = "io.netty.channel.ChannelHandler";
    private static final String NETTYS_OWN = "META-INF/native-image/io.netty/netty-codec-native-quic/";

    /** Owners and beginnings of methods that reach what no reference in the code reaches. */
    private static final List<String> REFLECTION = List.of(
            "java.lang.Class.forName",
            "java.lang.Class.getMethod",
            "java.lang.Class.getDeclared",
            "java.lang.Class.getConstructor",
            "java.lang.Class.getField",
            "java.lang.Class.getResource",
            "java.lang.ClassLoader.getResource",
            "java.lang.ClassLoader.loadClass",
            "java.lang.System.load",
            "java.lang.invoke.MethodHandles$Lookup.find",
            "java.lang.reflect.Proxy.newProxyInstance",
            "java.io.ObjectInputStream.readObject",
            "java.util.ResourceBundle.getBundle",
            "java.util.ServiceLoader.load");

    private static JsonNode config(String module) throws Exception {
        Path file = Module.root()
                .resolve(module)
                .resolve("src/main/resources/META-INF/native-image/dev.quiver")
                .resolve(module)
                .resolve("reflect-config.json");
        return new ObjectMapper().readTree(Files.readString(file));
    }

    private static JavaClasses classes(String rootPackage) {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/"))
                .importPackages(rootPackage);
    }

    private static Set<String> handlersNamed(String module, String inPackage) throws Exception {
        Set<String> names = new TreeSet<>();
        for (JsonNode entry : config(module)) {
            if (entry.path("queryAllPublicMethods").asBoolean()
                    && entry.path("name").asText().startsWith(inPackage + ".")) {
                names.add(entry.path("name").asText());
            }
        }
        return names;
    }

    /** Netty asks each handler which of its methods may be skipped. */
    @ParameterizedTest
    @CsvSource({
        "quic-group, dev.quiver.quic",
        "quic-group, io.netty.handler.codec.quic",
        "h3-client, dev.quiver.h3",
        "h3-client, io.netty.handler.codec.http3"
    })
    void everyChannelHandlerIsNamed(String module, String inPackage) throws Exception {
        Set<String> there = classes(inPackage).stream()
                .filter(type -> type.isAssignableTo(HANDLER))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(there).isNotEmpty();
        assertThat(handlersNamed(module, inPackage))
                .as("the handlers in META-INF/native-image/dev.quiver/" + module + "/reflect-config.json")
                .isEqualTo(there);
    }

    @ParameterizedTest
    @CsvSource({"quic-group", "h3-client"})
    void whatIsNamedIsThere(String module) throws Exception {
        JsonNode config = config(module);
        assertThat(config).hasSizeGreaterThan(30);
        for (JsonNode entry : config) {
            Class<?> named = load(entry.path("name").asText());
            load(entry.path("condition").path("typeReachable").asText());
            // The JDK's methods that are asked for by name came with 19 and 21.
            if (!named.getName().startsWith("java.") || Runtime.version().feature() >= 21) {
                for (JsonNode method : entry.path("methods")) {
                    assertThat(exists(named, method)).as(entry.toString()).isTrue();
                }
            }
        }
    }

    private static boolean exists(Class<?> type, JsonNode method) throws Exception {
        List<Class<?>> parameters = new ArrayList<>();
        for (JsonNode parameter : method.path("parameterTypes")) {
            parameters.add(load(parameter.asText()));
        }
        Class<?>[] types = parameters.toArray(Class<?>[]::new);
        String name = method.path("name").asText();
        return (name.equals("<init>") ? type.getDeclaredConstructor(types) : type.getDeclaredMethod(name, types))
                != null;
    }

    private static Class<?> load(String name) throws Exception {
        return Class.forName(name, false, NativeImageTest.class.getClassLoader());
    }

    @ParameterizedTest
    @CsvSource({"dev.quiver.quic, ''", "dev.quiver.h3, CallClient DefaultExecutor HttpsRecords Since TcpClient"})
    void nothingElseIsReachedByName(String rootPackage, String known) {
        Set<String> callers = new TreeSet<>();
        for (JavaClass type : classes(rootPackage)) {
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                if (REFLECTION.stream().anyMatch(named(call.getTarget())::startsWith)) {
                    callers.add(outermost(type));
                }
            }
        }
        assertThat(String.join(" ", callers)).isEqualTo(known);
    }

    private static String outermost(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1).replaceFirst("\\$.*", "");
    }

    private static String named(MethodCallTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }

    /** What the native library calls, and the library itself, are named by Netty's own jar. */
    @Test
    void nettyBringsItsOwn() throws Exception {
        ClassLoader loader = NativeImageTest.class.getClassLoader();
        assertThat(loader.getResource(NETTYS_OWN + "resource-config.json")).isNotNull();
        try (InputStream in = loader.getResourceAsStream(NETTYS_OWN + "jni-config.json")) {
            JsonNode config = new ObjectMapper().readTree(in);
            assertThat(config).hasSizeGreaterThan(10);
            for (JsonNode entry : config) {
                assertThat(load(entry.path("name").asText())).isNotNull();
            }
        }
    }
}
