package io.trunkline.core.catalogue;

import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import java.util.regex.Pattern;

/**
 * The keyword {@code pattern}, matched within the event's budget: a pattern that goes over a text again and again runs
 * out of steps, where the library's own would run for years.
 */
final class Patterns {
    /** A longer text is not matched, since the JDK's matcher may exhaust the stack on it. */
    static final int LONGEST_TEXT = 2_000;

    private Patterns() {}

    static EvaluatorFactory factory() {
        return new EvaluatorFactory.Builder()
                .withKeyword("pattern", (JsonNode schema) -> new Match(Pattern.compile(schema.asString())))
                .build();
    }

    private record Match(Pattern pattern) implements Evaluator {
        @Override
        public Result evaluate(EvaluationContext context, JsonNode node) {
            if (!node.isString()) {
                return Result.success();
            }
            String text = node.asString();
            if (text.length() > LONGEST_TEXT) {
                return Result.failure("is longer than a text with a pattern may be, " + LONGEST_TEXT + " characters");
            }
            Budget budget = node instanceof BoundedNode bounded ? bounded.budget() : new Budget(Budget.STEPS);
            return pattern.matcher(new Counted(text, budget)).find()
                    ? Result.success()
                    : Result.failure("does not match its pattern");
        }
    }

    /** A text whose every look at a character takes a step. */
    private record Counted(String text, Budget budget) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            budget.step();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.substring(start, end), budget);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
