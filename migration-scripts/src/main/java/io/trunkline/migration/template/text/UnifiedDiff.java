package io.trunkline.migration.template.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A unified diff of two texts, as {@code diff -u} writes it. */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;

    /** Up to so many changed lines the shortest diff is looked for; memory grows with the square. */
    private static final int MOST = 3000;

    private UnifiedDiff() {}

    /** The diff's lines, without line breaks; none where the texts are the same. */
    public static List<String> of(String nameBefore, String before, String nameAfter, String after) {
        if (before.equals(after)) {
            return List.of();
        }
        List<String> old = lines(before);
        List<String> fresh = lines(after);
        List<Step> steps = steps(old, fresh);
        List<String> out = new ArrayList<>();
        out.add("--- " + nameBefore);
        out.add("+++ " + nameAfter);
        hunks(steps, out);
        return out;
    }

    /** One line of the diff: {@code ' '}, {@code '-'} or {@code '+'}. */
    private record Step(char kind, String line, int oldLine, int newLine) {}

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        } else {
            lines.set(lines.size() - 1, lines.getLast() + "\n\\ No newline at end of file");
        }
        return lines;
    }

    /** The shortest way from one to the other, by Myers' algorithm: quick where the texts differ in few lines. */
    private static List<Step> steps(List<String> old, List<String> fresh) {
        Map<String, Integer> ids = new HashMap<>();
        int[] a = old.stream()
                .mapToInt(line -> ids.computeIfAbsent(line, key -> ids.size()))
                .toArray();
        int[] b = fresh.stream()
                .mapToInt(line -> ids.computeIfAbsent(line, key -> ids.size()))
                .toArray();
        List<int[]> trace = new ArrayList<>();
        int[] furthest = new int[2 * (a.length + b.length) + 3];
        int offset = a.length + b.length + 1;
        for (int d = 0; d <= MOST; d++) {
            trace.add(java.util.Arrays.copyOfRange(furthest, offset - d - 1, offset + d + 2));
            for (int k = -d; k <= d; k += 2) {
                boolean down = k == -d || (k != d && furthest[offset + k - 1] < furthest[offset + k + 1]);
                int x = down ? furthest[offset + k + 1] : furthest[offset + k - 1] + 1;
                int y = x - k;
                while (x < a.length && y < b.length && a[x] == b[y]) {
                    x++;
                    y++;
                }
                furthest[offset + k] = x;
                if (x >= a.length && y >= b.length) {
                    return back(old, fresh, trace);
                }
            }
        }
        return coarse(old, fresh);
    }

    /** For texts that have too little in common to search: what is in both at their ends stays, all between changes. */
    private static List<Step> coarse(List<String> old, List<String> fresh) {
        int head = 0;
        int most = Math.min(old.size(), fresh.size());
        while (head < most && old.get(head).equals(fresh.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < most - head && old.get(old.size() - 1 - tail).equals(fresh.get(fresh.size() - 1 - tail))) {
            tail++;
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < head; i++) {
            steps.add(new Step(' ', old.get(i), i, i));
        }
        for (int i = head; i < old.size() - tail; i++) {
            steps.add(new Step('-', old.get(i), i, head));
        }
        for (int i = head; i < fresh.size() - tail; i++) {
            steps.add(new Step('+', fresh.get(i), old.size() - tail, i));
        }
        for (int i = 0; i < tail; i++) {
            int oldLine = old.size() - tail + i;
            steps.add(new Step(' ', old.get(oldLine), oldLine, fresh.size() - tail + i));
        }
        return steps;
    }

    /** Follows Myers' search backwards from its end. */
    private static List<Step> back(List<String> old, List<String> fresh, List<int[]> trace) {
        List<Step> steps = new ArrayList<>();
        int x = old.size();
        int y = fresh.size();
        for (int d = trace.size() - 1; d >= 0; d--) {
            int[] furthest = trace.get(d);
            int k = x - y;
            int middle = d + 1;
            boolean down = k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1]);
            int fromK = down ? k + 1 : k - 1;
            int fromX = d == 0 ? 0 : furthest[middle + fromK];
            int fromY = d == 0 ? 0 : fromX - fromK;
            while (x > fromX && y > fromY) {
                x--;
                y--;
                steps.add(new Step(' ', old.get(x), x, y));
            }
            if (d > 0 && down) {
                y--;
                steps.add(new Step('+', fresh.get(y), x, y));
            } else if (d > 0) {
                x--;
                steps.add(new Step('-', old.get(x), x, y));
            }
        }
        return steps.reversed();
    }

    private static void hunks(List<Step> steps, List<String> out) {
        int at = 0;
        while (at < steps.size()) {
            int first = at;
            while (first < steps.size() && steps.get(first).kind() == ' ') {
                first++;
            }
            if (first == steps.size()) {
                return;
            }
            int start = Math.max(at, first - CONTEXT);
            int end = first;
            for (int i = first; i < steps.size() && i - end <= 2 * CONTEXT; i++) {
                if (steps.get(i).kind() != ' ') {
                    end = i;
                }
            }
            int stop = Math.min(steps.size(), end + 1 + CONTEXT);
            hunk(steps.subList(start, stop), out);
            at = stop;
        }
    }

    private static void hunk(List<Step> steps, List<String> out) {
        long removed = steps.stream().filter(step -> step.kind() != '+').count();
        long added = steps.stream().filter(step -> step.kind() != '-').count();
        Step first = steps.getFirst();
        out.add("@@ -" + (first.oldLine() + (removed == 0 ? 0 : 1)) + "," + removed + " +"
                + (first.newLine() + (added == 0 ? 0 : 1)) + "," + added + " @@");
        for (Step step : steps) {
            for (String line : step.line().split("\n", -1)) {
                out.add(line.startsWith("\\") ? line : step.kind() + line);
            }
        }
    }
}
