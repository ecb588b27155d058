package dev.quiver.interop.report;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Cell;
import dev.quiver.interop.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Cells of one kind that give the same reason, told together: a server that is not there fails every case for one reason,
 * and a case that Quiver cannot do is unsupported with every server.
 *
 * @param targets their names, in the matrix's order
 * @param cases their names, in the matrix's order
 */
record Shared(Mark mark, String reason, List<String> targets, List<String> cases) {
    /** All cells of the matrix with these answers, grouped; within a target where they failed. */
    static List<Shared> reasons(Matrix matrix, Predicate<Answer> like) {
        Map<List<String>, List<Cell>> same = new LinkedHashMap<>();
        for (Cell cell : matrix.cells()) {
            if (like.test(cell.answer())) {
                String reason = Printable.line(cell.answer().reason());
                Mark mark = Mark.of(cell.answer());
                String within = mark == Mark.FAILED ? cell.target().name() : "";
                same.computeIfAbsent(List.of(mark.name(), within, reason), key -> new ArrayList<>())
                        .add(cell);
            }
        }
        List<Shared> all = new ArrayList<>();
        same.forEach((key, cells) -> all.addAll(rectangles(Mark.valueOf(key.get(0)), key.get(2), cells)));
        return all;
    }

    /** Cases with the same targets go together: what is said of both lists then holds of every pair. */
    private static List<Shared> rectangles(Mark mark, String reason, List<Cell> cells) {
        Map<String, List<String>> targetsOf = new LinkedHashMap<>();
        for (Cell cell : cells) {
            targetsOf
                    .computeIfAbsent(Printable.line(cell.testCase().name()), name -> new ArrayList<>())
                    .add(Printable.line(cell.target().name()));
        }
        Map<List<String>, List<String>> casesOf = targetsOf.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return casesOf.entrySet().stream()
                .map(pair -> new Shared(mark, reason, pair.getKey(), pair.getValue()))
                .toList();
    }
}
