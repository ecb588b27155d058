package dev.quiver.cli.render;

/** Colours where a terminal shows them, plain text elsewhere. */
public enum Style {
    PLAIN,
    COLOURED;

    /** Coloured for a terminal, unless {@code NO_COLOR} says otherwise (no-color.org) or the terminal is dumb. */
    public static Style forTerminal(boolean terminal, boolean colourForbidden) {
        return terminal && !colourForbidden ? COLOURED : PLAIN;
    }

    public String bold(String text) {
        return wrap("1", text);
    }

    public String dim(String text) {
        return wrap("2", text);
    }

    public String red(String text) {
        return wrap("31", text);
    }

    public String green(String text) {
        return wrap("32", text);
    }

    public String yellow(String text) {
        return wrap("33", text);
    }

    public String cyan(String text) {
        return wrap("36", text);
    }

    private String wrap(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
