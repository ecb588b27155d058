package dev.quiver.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The rules between modules and packages. Each is proved able to fail by {@link RulesCanFailTest}. */
final class Rules {

    private static final String SPI = "dev.quiver.quic.internal.spi";
    private static final String HTTP3_STREAM_INITIALIZER = "io.netty.handler.codec.http3.Http3RequestStreamInitializer";
    /** Internal packages that are lent out, and to whom. */
    private static final Map<String, Set<String>> LENT = Map.of(
            SPI,
            Set.of("dev.quiver.h3.internal", "dev.quiver.testkit.internal"),
            "dev.quiver.h3.internal.auth",
            Set.of("dev.quiver.urlsession"));

    private static final Set<String> NETTY_MODULES =
            Set.of("dev.quiver.quic", "dev.quiver.h3", "dev.quiver.testkit", "dev.quiver.benchmarks");
    private static final Set<String> LIBRARIES = Set.of("dev.quiver.quic", "dev.quiver.h3", "dev.quiver.urlsession");
    private static final Set<String> LOGGING_FACES = Set.of(
            "java.util.logging",
            "org.slf4j",
            "org.apache.logging",
            "org.apache.commons.logging",
            "io.netty.util.internal.logging");

    private Rules() {}

    static ArchRule noNettyInSignatures() {
        return noClasses()
                .that(are("outside internal packages", type -> !Module.isInternal(type)))
                .should(Signatures.mention("an io.netty type", Module::isNetty))
                .because("who uses Quiver must not see which Netty it stands on")
                .allowEmptyShould(true);
    }

    static ArchRule noInternalTypesInSignatures() {
        return noClasses()
                .that(are("outside internal packages", type -> !Module.isInternal(type)))
                .should(Signatures.mention("an internal type", type -> Module.isOurs(type) && Module.isInternal(type)))
                .because("a type in an exported signature that is not exported itself cannot be used by its callers")
                .allowEmptyShould(true);
    }

    static ArchRule nettyOnlyInInternalPackages() {
        return noClasses()
                .that(are("outside internal packages", type -> !Module.isInternal(type)))
                .should(dependOnClassesThat(are("in io.netty", Module::isNetty)))
                .because("every package that touches Netty has the segment `internal`")
                .allowEmptyShould(true);
    }

    static ArchRule nettyOnlyInModulesThatCarryIt() {
        return noClasses()
                .that(are(
                        "outside the modules that carry Netty",
                        type -> NETTY_MODULES.stream().noneMatch(name -> Module.isWithin(type, name))))
                .should(dependOnClassesThat(are("in io.netty", Module::isNetty)))
                .because("urlrequest-compat works over any HttpClient and the command line over the libraries")
                .allowEmptyShould(true);
    }

    /** Netty's HTTP/3 codec hands a new stream's channel to a subclass of its initializer, which so has to name the type. */
    static ArchRule quicCodecOnlyInQuicGroup() {
        return noClasses()
                .that(are(
                        "outside quic-group and the benchmarks",
                        type -> !Module.isWithin(type, "dev.quiver.quic")
                                && !Module.isWithin(type, "dev.quiver.benchmarks")
                                && !type.isAssignableTo(HTTP3_STREAM_INITIALIZER)))
                .should(dependOnClassesThat(
                        are("in Netty's QUIC codec", type -> Module.isWithin(type, "io.netty.handler.codec.quic"))))
                .because("h3-client and the testkit reach the QUIC channel through " + SPI + " and nothing else")
                .allowEmptyShould(true);
    }

    /** The internal packages of {@code module} are its own; few are lent to named users. */
    static ArchRule internalsStayInside(Module module) {
        return noClasses()
                .that(are("outside " + module.name(), type -> !module.contains(type)))
                .should(useInternalsOf(module))
                .because("no module reads another's internal packages")
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> useInternalsOf(Module module) {
        return new ArchCondition<>("use internal packages of " + module.name()) {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                user.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> module.contains(dependency.getTargetClass())
                                && Module.isInternal(dependency.getTargetClass())
                                && !isLent(dependency.getTargetClass(), user))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.satisfied(dependency, dependency.getDescription())));
            }
        };
    }

    private static boolean isLent(JavaClass target, JavaClass user) {
        return LENT.getOrDefault(target.getPackageName(), Set.of()).stream()
                .anyMatch(allowed -> Module.isWithin(user, allowed));
    }

    static ArchRule layersOf(Module module) {
        return noClasses()
                .that(module.classesOf())
                .should(dependOnClassesThat(are(
                        "of modules it does not stand on",
                        type -> Module.isOurs(type)
                                && !module.contains(type)
                                && module.standsOn().stream().noneMatch(name -> Module.isWithin(type, name)))))
                .because("dependencies run one way: cli -> urlrequest-compat -> h3-client -> quic-group; "
                        + "the testkit stands on quic-group alone")
                .allowEmptyShould(true);
    }

    static ArchRule systemLoggerOnly() {
        return noClasses()
                .should(dependOnClassesThat(are(
                        "of another logging face",
                        type -> LOGGING_FACES.stream().anyMatch(name -> Module.isWithin(type, name)))))
                .because("System.Logger is the only logging face")
                .allowEmptyShould(true);
    }

    static ArchRule librariesDoNotPrint() {
        return noClasses()
                .that(are("of a library", type -> LIBRARIES.stream().anyMatch(name -> Module.isWithin(type, name))))
                .should(accessTargetWhere(describe(
                        "a standard stream",
                        access -> access.getTarget().getOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err")
                                        .contains(access.getTarget().getName()))))
                .because("a library's words go to System.Logger")
                .allowEmptyShould(true);
    }

    static ArchRule namesSayWhatAClassIs() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Utils|Manager|Impl|Helper)")
                .because("such a name says nothing about the one reason the class has to exist")
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> are(String what, Predicate<JavaClass> predicate) {
        return describe("are " + what, predicate);
    }
}
