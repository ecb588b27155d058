package dev.quiver.interop.cases;

import dev.quiver.interop.TestCase;

/** What tables say of a case. */
public abstract class Described implements TestCase {
    private final Group group;
    private final String name;
    private final String abbreviation;
    private final String title;

    /** Group, name, abbreviation, title. */
    protected Described(Group group, String name, String abbreviation, String title) {
        this.group = group;
        this.name = name;
        this.abbreviation = abbreviation;
        this.title = title;
    }

    @Override
    public Group group() {
        return group;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String abbreviation() {
        return abbreviation;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String toString() {
        return name;
    }
}
