package dev.quiver.cli.render;

/** Text into HTML and SVG. */
public final class Markup {
    private Markup() {}

    /** Safe between tags and in attributes with double quotes. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
