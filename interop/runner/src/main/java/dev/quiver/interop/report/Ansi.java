package dev.quiver.interop.report;

/** Colours for those who see them. */
enum Ansi {
    PLAIN,
    COLOURED;

    /** In the colour of this number (ECMA-48 §8.3.117). */
    String colour(String number, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + number + "m" + text + "\u001b[0m";
    }

    String bold(String text) {
        return colour("1", text);
    }

    String dim(String text) {
        return colour("2", text);
    }
}
