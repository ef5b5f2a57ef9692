package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.SecretAccess;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.Fresh;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a template names the shared platform. The names are those that infra-cdk gives: SSM parameters of the stage, and
 * the secret with the app's API key (docs/deploy.md).
 */
final class Shared {
    static final String WEBSOCKET_URL = "TRUNKLINE_WEBSOCKET_URL";
    static final String HTTP_URL = "TRUNKLINE_HTTP_URL";

    private static final Pattern STAGE_NAME =
            Pattern.compile("(?i)(deployment|deploy|api)?(stage|env|environment)(name)?");
    private static final String STAGE_PARAMETER = "TrunklineStage";

    private final Template template;
    private final RewriteOptions options;
    private final String stage;
    private final Set<Value> used = new LinkedHashSet<>();
    private boolean stageUsed;

    /** What the platform leaves in SSM for others. */
    enum Value {
        WEBSOCKET_URL("TrunklineWebSocketUrl", "websocket-url", "where clients connect"),
        HTTP_URL("TrunklineHttpUrl", "http-url", "where backends publish"),
        MANAGEMENT_URL("TrunklineManagementUrl", "management-url", "the management endpoint, https"),
        API_ID("TrunklineWebSocketApiId", "websocket-api-id", "the shared API's id");

        final String parameter;
        final String ssm;
        final String meaning;

        Value(String parameter, String ssm, String meaning) {
            this.parameter = parameter;
            this.ssm = ssm;
            this.meaning = meaning;
        }
    }

    Shared(Template template, RewriteOptions options) {
        this.template = template;
        this.options = options;
        this.stage = stageParameter(template).orElse(STAGE_PARAMETER);
    }

    /** The parameter by which the template already knows its stage. */
    static Optional<String> stageParameter(Template template) {
        return template.parameters().stream()
                .map(Entry::name)
                .filter(name ->
                        name.equals(STAGE_PARAMETER) || STAGE_NAME.matcher(name).matches())
                .findFirst();
    }

    /** Whether a name in a template is one of those that this gives. */
    static boolean isOurs(String name) {
        return name.startsWith("Trunkline");
    }

    Fresh of(Value value) {
        if (value == Value.WEBSOCKET_URL && options.door().isPresent()) {
            return new Fresh.Text("wss://" + options.door().get());
        }
        used.add(value);
        String app = value == Value.WEBSOCKET_URL ? "?app=" + options.app() : "";
        if (template.serverless()) {
            return new Fresh.Text("${ssm:" + name("${sls:stage}", value) + "}" + app);
        }
        return app.isEmpty() ? new Fresh.Ref(value.parameter) : new Fresh.Sub("${" + value.parameter + "}" + app);
    }

    private String name(String ofStage, Value value) {
        return "/trunkline/" + options.ecosystem() + "/" + ofStage + "/" + value.ssm;
    }

    private String secret() {
        stageUsed = true;
        String ofStage = template.serverless() ? "${sls:stage}" : "${" + stage + "}";
        return "trunkline/" + options.ecosystem() + "/" + ofStage + "/" + options.app();
    }

    /** The variables with which a backend publishes. */
    List<Map.Entry<String, Fresh>> environment() {
        return List.of(
                Map.entry(WEBSOCKET_URL, of(Value.WEBSOCKET_URL)),
                Map.entry(HTTP_URL, of(Value.HTTP_URL)),
                Map.entry(
                        SecretAccess.VARIABLE,
                        template.serverless() ? new Fresh.Text(secret()) : new Fresh.Sub(secret())));
    }

    /** The right to read the app's API key, which is all that publishing needs. */
    Fresh.Fields statement() {
        return new Fresh.Fields(List.of(
                Map.entry("Effect", new Fresh.Text("Allow")),
                Map.entry("Action", new Fresh.Text("secretsmanager:GetSecretValue")),
                Map.entry("Resource", secretArn())));
    }

    /** The same right by SAM's own shorthand. */
    Fresh.Fields policyTemplate() {
        Fresh.Fields secret = new Fresh.Fields(List.of(Map.entry("SecretArn", secretArn())));
        return new Fresh.Fields(List.of(Map.entry("AWSSecretsManagerGetSecretValuePolicy", secret)));
    }

    private Fresh secretArn() {
        return new Fresh.Sub(
                "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:" + secret() + "-??????");
    }

    /** The parameters that what was put in refers to, and the template lacks. */
    List<Fresh.Child> parameters() {
        if (template.serverless()) {
            return List.of();
        }
        List<Fresh.Child> parameters = new java.util.ArrayList<>();
        if (stageUsed && template.parameter(stage).isEmpty()) {
            parameters.add(new Fresh.Child(
                    stage,
                    new Fresh.Fields(List.of(
                            Map.entry("Type", new Fresh.Text("String")),
                            Map.entry("AllowedValues", new Fresh.Texts(List.of("dev", "staging", "prod"))))),
                    "The platform's stage."));
        }
        for (Value value : used) {
            if (template.parameter(value.parameter).isEmpty()) {
                parameters.add(new Fresh.Child(
                        value.parameter, parameter(value), "Of the shared platform: " + value.meaning + "."));
            }
        }
        return parameters;
    }

    private Fresh.Fields parameter(Value value) {
        Map.Entry<String, Fresh> type = Map.entry("Type", new Fresh.Text("AWS::SSM::Parameter::Value<String>"));
        return new Fresh.Fields(options.defaultStage()
                .map(ofStage ->
                        List.of(type, Map.<String, Fresh>entry("Default", new Fresh.Text(name(ofStage, value)))))
                .orElse(List.of(type)));
    }

    /** Names that what was put in refers to. */
    Set<String> references() {
        Set<String> names = new LinkedHashSet<>();
        used.forEach(value -> names.add(value.parameter));
        if (stageUsed) {
            names.add(stage);
        }
        return names;
    }

    /** What a deploy has to say now. */
    Optional<String> deployNote() {
        List<String> overrides = used.stream()
                .filter(value -> template.parameter(value.parameter).isEmpty())
                .map(value -> value.parameter + "=" + name("$STAGE", value))
                .toList();
        if (template.serverless()
                || overrides.isEmpty()
                || options.defaultStage().isPresent()) {
            return Optional.empty();
        }
        String ofStage = stageUsed && template.parameter(stage).isEmpty() ? " " + stage + "=$STAGE" : "";
        return Optional.of("deploy with --parameter-overrides " + String.join(" ", overrides) + ofStage
                + " (or rewrite with --default-stage)");
    }

    /** Whether a value already leads to the platform. */
    static boolean leadsHere(Template template, YamlNode value) {
        return Template.texts(value.resolved()).anyMatch(text -> text.contains("trunkline/"))
                || template.references(value).stream().anyMatch(reference -> isOurs(reference.name()));
    }
}
