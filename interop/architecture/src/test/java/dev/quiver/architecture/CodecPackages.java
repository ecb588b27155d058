package dev.quiver.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which packages of a module touch one of Netty's codecs: each codec has one door. */
final class CodecPackages {

    private CodecPackages() {}

    static Set<String> touching(JavaClasses classes, String module, String codec) {
        return classes.stream()
                .filter(type -> Module.isWithin(type, module) && touches(type, codec))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean touches(JavaClass type, String codec) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> Module.isWithin(dependency.getTargetClass(), codec));
    }
}
