package dev.quiver.interop.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How columns of one sign each stand below their names within a terminal's width: side by side where the names fit, else
 * as stairs, each name on a line of its own that a bar leads down from, and in several blocks where even that is too wide.
 *
 * @param names of the block's columns
 * @param first the block's first column among all
 * @param stairs whether the names stand as stairs
 */
record Columns(List<String> names, int first, boolean stairs) {
    /** A sign, a place for what has changed, a space. */
    private static final int STEP = 3;

    private static final int LONGEST = 24;

    Columns {
        names = List.copyOf(names);
    }

    /** @param left how wide the rows' own names are */
    static List<Columns> blocks(List<String> all, int left, int width) {
        List<String> names = all.stream().map(Columns::clipped).toList();
        if (left + names.stream().mapToInt(name -> name.length() + 2).sum() <= width) {
            return List.of(new Columns(names, 0, false));
        }
        List<Columns> blocks = new ArrayList<>();
        int begin = 0;
        for (int end = 1; end <= names.size(); end++) {
            if (end == names.size() || left + 2 + (end - begin) * STEP + length(names.get(end)) > width) {
                blocks.add(new Columns(names.subList(begin, end), begin, true));
                begin = end;
            }
        }
        return blocks;
    }

    /** The lines above the rows. */
    List<String> head(int left) {
        if (!stairs) {
            return List.of((" ".repeat(left + 2) + String.join("  ", names)).stripTrailing());
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            lines.add(" ".repeat(left + 2) + ("│" + " ".repeat(STEP - 1)).repeat(i) + names.get(i));
        }
        return lines;
    }

    /** How many characters the column takes, from its sign to the next column's. */
    int width(int column) {
        return stairs ? STEP : length(names.get(column)) + 2;
    }

    private static int length(String name) {
        return name.codePointCount(0, name.length());
    }

    private static String clipped(String name) {
        String line = Printable.line(name);
        return length(line) <= LONGEST ? line : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
