package io.trunkline.migration.command;

import io.trunkline.migration.OperatorException;
import java.util.Optional;

/** Secrets that stand in the environment, and on no command line. */
final class Variables {
    private Variables() {}

    /** What the variable of that name holds; throws {@link OperatorException} where one is named and not there. */
    static Optional<String> value(String option, Optional<String> name) {
        return name.map(variable -> Optional.ofNullable(System.getenv(variable))
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new OperatorException(option + ": there is no variable " + variable)));
    }
}
