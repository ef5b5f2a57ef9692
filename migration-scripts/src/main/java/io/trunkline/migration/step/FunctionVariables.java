package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.control.FunctionPlane;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables of functions' environments: those that a plan names and no other. A plan and a journal keep their values,
 * so that a rollback puts them back; what looks like a secret is therefore refused.
 */
final class FunctionVariables {
    static final String KIND = "environment";

    /** {@code FUNCTION:NAME=VALUE}; Lambda's rules for the names. */
    private static final Pattern WISH =
            Pattern.compile("([A-Za-z0-9_-]{1,64}):([A-Za-z][A-Za-z0-9_]+)=(.*)", Pattern.DOTALL);

    private static final Pattern RESERVED = Pattern.compile("AWS_.*|LAMBDA_.*");

    private final FunctionPlane functions;

    FunctionVariables(FunctionPlane functions) {
        this.functions = functions;
    }

    /** The change that sets a variable. Throws {@link OperatorException} where it may not be set by a plan. */
    ObjectNode change(String wish) {
        Matcher parts = WISH.matcher(wish);
        if (!parts.matches()) {
            throw new OperatorException("--set-env: as FUNCTION:NAME=VALUE, with a function's plain name; '"
                    + wish.replaceFirst("=.*", "=…") + "' is not");
        }
        String function = parts.group(1);
        String variable = parts.group(2);
        if (RESERVED.matcher(variable).matches()) {
            throw new OperatorException("--set-env: " + variable + " is Lambda's own");
        }
        if (Secrets.isName(variable) || Secrets.isValue(parts.group(3))) {
            throw new OperatorException("--set-env: " + variable + " looks like a secret, and a plan would keep it."
                    + " Set it by hand, or let the function read it from Secrets Manager.");
        }
        if (functions.function(function).isEmpty()) {
            throw new OperatorException("--set-env: there is no function " + function);
        }
        Optional<String> before = functions.variable(function, variable);
        if (before.filter(Secrets::isValue).isPresent()) {
            throw new OperatorException("--set-env: what " + variable + " of " + function
                    + " holds now looks like a secret, and a plan would keep it. Set it by hand.");
        }
        return RowJson.JSON
                .createObjectNode()
                .put("kind", KIND)
                .put("id", function + " " + variable)
                .put("function", function)
                .put("variable", variable)
                .put("before", words(variable, before))
                .put("after", words(variable, Optional.of(parts.group(3))));
    }

    private static String words(String variable, Optional<String> value) {
        return value.map(text -> variable + "=" + text).orElse(variable + " is not set");
    }

    private static Optional<String> value(String variable, String words) {
        return words.startsWith(variable + "=")
                ? Optional.of(words.substring(variable.length() + 1))
                : Optional.empty();
    }

    /** As a plan words it. A value that is in no plan is not said: it may be a secret. */
    String now(JsonNode change) {
        String variable = change.path("variable").asText();
        String now = words(variable, functions.variable(change.path("function").asText(), variable));
        boolean known = now.equals(change.path("before").asText())
                || now.equals(change.path("after").asText());
        return known || now.equals(words(variable, Optional.empty())) ? now : variable + " has another value";
    }

    /** Sets it; throws {@link OperatorException} where somebody has changed it at this moment. */
    void apply(JsonNode change) {
        String variable = change.path("variable").asText();
        Optional<String> before = value(variable, change.path("before").asText());
        boolean set = functions.set(
                change.path("function").asText(),
                variable,
                value(variable, change.path("after").asText()),
                before::equals);
        if (!set) {
            throw new OperatorException("somebody has just changed " + variable + " of "
                    + change.path("function").asText() + ". It was left alone: plan anew.");
        }
    }

    /** Puts back what was there, whatever is there now. */
    void takeBack(JsonNode change) {
        String variable = change.path("variable").asText();
        functions.set(
                change.path("function").asText(),
                variable,
                value(variable, change.path("before").asText()),
                _ -> true);
    }
}
