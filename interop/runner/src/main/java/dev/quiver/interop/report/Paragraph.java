package dev.quiver.interop.report;

import java.util.ArrayList;
import java.util.List;

/** Text broken between words, its later lines set in. */
final class Paragraph {
    private Paragraph() {}

    /**
     * @param lead what stands before the first line, not broken
     * @param leadWidth how many columns that takes: it may be coloured
     * @param hang how far later lines are set in
     */
    static List<String> lines(String lead, int leadWidth, String text, int hang, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(lead);
        int at = leadWidth;
        boolean empty = true;
        for (String word : text.split(" ")) {
            if (!empty && at + 1 + word.length() > width) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(hang));
                at = hang;
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            at += word.length() + (empty ? 0 : 1);
            empty = false;
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
