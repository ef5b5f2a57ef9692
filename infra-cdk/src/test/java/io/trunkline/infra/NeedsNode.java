package io.trunkline.infra;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests of the CDK, with a word, where there is no Node.js; in CI they run and fail instead. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNode.Condition.class)
public @interface NeedsNode {
    /** Whether {@code node} is on the path. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return System.getenv("CI") != null || Tools.find("node").isPresent()
                    ? ConditionEvaluationResult.enabled("Node.js is there")
                    : ConditionEvaluationResult.disabled("Node.js was not found: tests of the CDK are skipped");
        }
    }
}
