package io.trunkline.migration.template.check;

import io.trunkline.migration.template.model.Reference;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules about the environment of functions. */
final class VariableRules {
    /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

    private static final Pattern EMPTY_DEFAULT = Pattern.compile("\\$\\{[^{}]*,\\s*(''|\"\")\\s*}");

    private final Template template;
    private final Findings findings;

    VariableRules(Template template, Findings findings) {
        this.template = template;
        this.findings = findings;
    }

    void check() {
        template.root().at("Globals", "Function", "Environment", "Variables").ifPresent(this::variables);
        if (template.serverless()) {
            template.root().at("provider", "environment").ifPresent(this::variables);
            template.functions()
                    .forEach(function -> function.body().get("environment").ifPresent(this::variables));
        }
        template.resources().stream().filter(resource -> resource.isFunction()).forEach(resource -> resource.property(
                        "Environment", "Variables")
                .ifPresent(this::variables));
    }

    private void variables(YamlNode variables) {
        for (Entry entry : variables.entries()) {
            String name = entry.name().toUpperCase(Locale.ROOT);
            if (RESERVED.contains(entry.name())) {
                findings.add(
                        "reserved-variable",
                        entry.place(),
                        entry.name() + " is Lambda's own: the deploy fails",
                        "remove it; Lambda sets it");
            }
            boolean posts = (name.contains("ENDPOINT") || name.contains("MANAGEMENT")) && !name.contains("CLIENT");
            if (posts && isSocketAddress(entry.value(), 0)) {
                findings.add(
                        "wss-management-endpoint",
                        entry.place(),
                        entry.name() + " is wss://, and what posts to connections speaks https",
                        "write https://…/{stage}; on the platform: the SSM parameter"
                                + " /trunkline/WizzUser/{stage}/management-url");
            }
            boolean needed = name.contains("WEBSOCKET") || posts;
            if (needed
                    && entry.value()
                            .text()
                            .filter(text -> EMPTY_DEFAULT.matcher(text).find())
                            .isPresent()) {
                findings.add(
                        "empty-default",
                        entry.place(),
                        entry.name() + " is empty where nobody sets it: what uses it fails when it runs, not when it is"
                                + " deployed",
                        "leave the default out, or take the value from SSM");
            }
        }
    }

    /** Also through parameters and {@code ${self:…}}. */
    private boolean isSocketAddress(YamlNode value, int hops) {
        boolean here = Template.texts(value.resolved())
                .anyMatch(text -> text.stripLeading().toLowerCase(Locale.ROOT).startsWith("wss:"));
        if (here || hops > 8) {
            return here;
        }
        for (Reference reference : template.references(value)) {
            boolean through =
                    switch (reference.kind()) {
                        case REF, SUB ->
                            template.parameter(reference.name())
                                    .flatMap(parameter -> parameter.value().get("Default"))
                                    .filter(preset -> isSocketAddress(preset, hops + 1))
                                    .isPresent();
                        case SELF ->
                            template.self(reference.name())
                                    .filter(target -> isSocketAddress(target, hops + 1))
                                    .isPresent();
                        case GET_ATT, CONDITION, MAPPING, DEPENDS_ON -> false;
                    };
            if (through) {
                return true;
            }
        }
        return false;
    }
}
