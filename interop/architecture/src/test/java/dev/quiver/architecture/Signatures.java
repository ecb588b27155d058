package dev.quiver.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a class shows to those who use or extend it: everything a caller must have on the class path to compile. */
final class Signatures {

    private Signatures() {}

    /** Holds for a class whose public and protected face names a type that {@code forbidden} accepts. */
    static ArchCondition<JavaClass> mention(String what, Predicate<JavaClass> forbidden) {
        return new ArchCondition<>("mention " + what + " in a public or protected signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                shown(type)
                        .filter(part -> part.types().stream()
                                .flatMap(used -> used.getAllInvolvedRawTypes().stream())
                                .map(JavaClass::getBaseComponentType)
                                .anyMatch(forbidden))
                        .forEach(part ->
                                events.add(SimpleConditionEvent.satisfied(type, part.name() + " mentions " + what)));
            }
        };
    }

    private record Part(String name, List<JavaType> types) {}

    private static Stream<Part> shown(JavaClass type) {
        if (!isShown(type)) {
            return Stream.empty();
        }
        List<JavaType> head = new ArrayList<>(type.getInterfaces());
        type.getSuperclass().ifPresent(head::add);
        head.addAll(bounds(type.getTypeParameters()));
        // Inherited members too: a public class also shows those of a superclass that is not public itself.
        Stream<Part> fields = type.getAllFields().stream()
                .filter(Signatures::isShown)
                .map(field -> new Part(field.getFullName(), List.of(field.getType())));
        Stream<Part> codeUnits = Stream.concat(type.getAllMethods().stream(), type.getConstructors().stream())
                .filter(Signatures::isShown)
                .map(unit -> new Part(unit.getFullName(), typesOf(unit)));
        return Stream.concat(Stream.of(new Part(type.getName(), head)), Stream.concat(fields, codeUnits));
    }

    private static boolean isShown(JavaClass type) {
        return isShown(type.getModifiers())
                && type.getEnclosingClass().map(Signatures::isShown).orElse(true);
    }

    private static List<JavaType> typesOf(JavaCodeUnit unit) {
        List<JavaType> types = new ArrayList<>(unit.getParameterTypes());
        types.add(unit.getReturnType());
        types.addAll(unit.getExceptionTypes());
        types.addAll(bounds(unit.getTypeParameters()));
        return types;
    }

    private static List<JavaType> bounds(List<? extends JavaTypeVariable<?>> variables) {
        return variables.stream()
                .flatMap(variable -> variable.getUpperBounds().stream())
                .toList();
    }

    private static boolean isShown(JavaMember member) {
        return isShown(member.getModifiers()) && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isShown(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }
}
