package dev.quiver.cli.render;

import java.util.ArrayList;
import java.util.List;

/** Text into the width of a terminal. A character counts as one column. */
final class Clip {
    private Clip() {}

    /** The text, its end replaced by an ellipsis where it is too long. */
    static String to(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + "…";
    }

    /** How wide coloured text is. */
    static int width(String styled) {
        return styled.replaceAll("\u001b\\[[0-9]*m", "").length();
    }

    /** Lines broken between words. A word that is too long is left whole: an address in it can still be copied. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
