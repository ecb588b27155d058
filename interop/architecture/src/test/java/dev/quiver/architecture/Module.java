package dev.quiver.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A module of the house and what it may stand on.
 *
 * @param folder its folder in the repository
 * @param name its JPMS name, which is also its root package
 * @param standsOn the names of the modules it may use
 */
record Module(String folder, String name, Set<String> standsOn) {

    private static final String QUIC = "dev.quiver.quic";
    private static final String H3 = "dev.quiver.h3";
    private static final String URLSESSION = "dev.quiver.urlsession";
    private static final String TESTKIT = "dev.quiver.testkit";
    private static final String RUNNER = "dev.quiver.interop";

    static final List<Module> ALL = List.of(
            new Module("quic-group", QUIC, Set.of()),
            new Module("h3-client", H3, Set.of(QUIC)),
            new Module("urlrequest-compat", URLSESSION, Set.of(H3, QUIC)),
            new Module("interop/testkit", TESTKIT, Set.of(QUIC)),
            new Module("interop/runner", RUNNER, Set.of(H3, QUIC, TESTKIT)),
            new Module("interop/cli", "dev.quiver.cli", Set.of(URLSESSION, H3, QUIC, TESTKIT, RUNNER)),
            new Module("interop/benchmarks", "dev.quiver.benchmarks", Set.of(URLSESSION, H3, QUIC, TESTKIT)));

    /** Where the repository's files are. */
    static Path root() {
        return Path.of(System.getProperty("quiver.root", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    Path sources() {
        return root().resolve(folder).resolve("src/main/java");
    }

    /** Where the build put the module's classes. */
    Path classes() {
        return root().resolve(folder)
                .resolve(System.getProperty("quiver.target", "target"))
                .resolve("classes");
    }

    boolean contains(JavaClass type) {
        return isWithin(type, name);
    }

    DescribedPredicate<JavaClass> classesOf() {
        return DescribedPredicate.describe("classes of " + name, this::contains);
    }

    static boolean isWithin(JavaClass type, String rootPackage) {
        return type.getPackageName().equals(rootPackage)
                || type.getPackageName().startsWith(rootPackage + ".");
    }

    static boolean isInternal(JavaClass type) {
        return List.of(type.getPackageName().split("\\.")).contains("internal");
    }

    static boolean isNetty(JavaClass type) {
        return isWithin(type, "io.netty");
    }

    static boolean isOurs(JavaClass type) {
        return isWithin(type, "dev.quiver");
    }
}
