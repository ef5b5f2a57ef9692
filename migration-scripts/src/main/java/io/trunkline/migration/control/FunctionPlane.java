package io.trunkline.migration.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Lambda functions of one account and Region, as a migration reads and changes them. */
public interface FunctionPlane {
    /**
     * A function.
     *
     * @param variables its environment's, with their values; those that look like secrets are not for reports
     */
    record Function(String name, String arn, String runtime, Map<String, String> variables) {
        public Function {
            variables = Map.copyOf(variables);
        }
    }

    /** A statement of a function's resource policy, as it stands there. */
    record Statement(String id, String principal, String sourceArn) {}

    /** By its name or ARN. */
    Optional<Function> function(String name);

    /**
     * What a variable of its environment holds; empty where there is none of that name. Throws
     * {@link io.trunkline.migration.OperatorException} where the function is gone or its environment cannot be read.
     */
    Optional<String> variable(String name, String variable);

    /**
     * Sets a variable, or takes it out where {@code value} is empty, and returns when the function has it. All others
     * stay what they are, also where somebody changes one of them at the same moment.
     *
     * @param where what may stand there before; where something else does, nothing is written and the answer is false
     */
    boolean set(String name, String variable, Optional<String> value, Predicate<Optional<String>> where);

    /** Its resource policy; empty where it has none. */
    List<Statement> permissions(String name);

    /** Lets API Gateway call the function from {@code sourceArn}; a statement of that id is left as it is. */
    void permit(String name, String statement, String sourceArn);

    /** Takes the statement out; one that is not there is no error. */
    void forbid(String name, String statement);

    /** Removes the function; one that is gone is no error. */
    void remove(String name);
}
