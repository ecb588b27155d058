package dev.quiver.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * HTTP fields in the order of the wire, repeats and all (RFC 9110 §5). Names are in lower case, as HTTP/3 wants them
 * (RFC 9114 §4.2); nothing else is checked, so that a test can send what it must not. Immutable.
 *
 * @param entries every line
 */
public record Fields(List<Field> entries) {
    /** None. */
    public static final Fields EMPTY = new Fields(List.of());

    /** One line. */
    public record Field(String name, String value) {
        public Field {
            name = name.toLowerCase(Locale.ROOT);
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return name + ": " + value;
        }
    }

    public Fields {
        entries = List.copyOf(entries);
    }

    /** Names and values by turns. */
    public static Fields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value: " + namesAndValues[namesAndValues.length - 1]);
        }
        List<Field> entries = new ArrayList<>(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new Fields(entries);
    }

    /** These and one more line. */
    public Fields with(String name, String value) {
        List<Field> more = new ArrayList<>(entries);
        more.add(new Field(name, value));
        return new Fields(more);
    }

    /** The first value of this name, in any case. */
    public Optional<String> first(String name) {
        return entries.stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /** All values of this name, in any case. */
    public List<String> all(String name) {
        return entries.stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** One line each, as HTTP/1.1 would write them. */
    public String lines() {
        return entries.stream().map(f -> f + "\n").collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
