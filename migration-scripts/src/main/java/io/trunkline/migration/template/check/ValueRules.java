package io.trunkline.migration.template.check;

import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import io.trunkline.migration.template.text.YamlNode.Scalar;
import io.trunkline.migration.template.text.YamlNode.Sequence;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules about texts, wherever they stand: secrets, stages, and variables that nothing puts in. */
final class ValueRules {
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i)(.*[_-]|.*[a-z](?=[A-Z]))?(secret|password|passwd|pwd|token|api_?key|private_?key|access_?key|credentials?"
                + "|mongo(db)?_ur[il]|database_url|connection_string|secret_?key|jwt_?secret|client_?secret)");
    private static final Pattern SECRET_VALUE = Pattern.compile("AKIA[0-9A-Z]{16}"
            + "|-----BEGIN [A-Z ]*PRIVATE KEY-----"
            + "|[a-z][a-z0-9+]*://[^/\\s:@${]+:[^/\\s@${]+@"
            + "|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\."
            + "|(?:sk|rk)_live_[A-Za-z0-9]{8,}"
            + "|gh[pousr]_[A-Za-z0-9]{20,}");
    private static final Pattern NO_SECRET = Pattern.compile(
            "(?is)\\s*|<.*>|\\*+|.*\\{\\{resolve:.*|trunkline/.*|arn:.*|secretsmanager:.*|/[\\w./-]+|true|false|\\d{1,4}"
                + "|AWS::.*|secretsmanager\\..*");
    private static final Pattern FRAMEWORK_DEFAULT =
            Pattern.compile("\\$\\{(?:env|opt|param):[^,{}]+,\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*}");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9]*(?:::[A-Za-z]+)?)(\\.[A-Za-z.]+)?}");
    private static final Pattern STAGE =
            Pattern.compile("(?<=[a-z0-9A-Z}])[_/-](dev|development|stg|staging|prod|production)(?![A-Za-z0-9])");
    private static final Set<String> NO_STAGE_HERE = Set.of(
            "AllowedValues",
            "Description",
            "CodeUri",
            "Handler",
            "handler",
            "Format",
            "patterns",
            "package",
            "plugins");

    private final Template template;
    private final Findings findings;
    private final Set<String> ids = new HashSet<>();

    ValueRules(Template template, Findings findings) {
        this.template = template;
        this.findings = findings;
        template.resources().stream().map(Resource::id).forEach(ids::add);
        template.parameters().stream().map(Entry::name).forEach(ids::add);
    }

    void check() {
        for (Entry part : template.root().entries()) {
            walk(part.name(), part.value(), false, part.name());
        }
    }

    /**
     * @param key the nearest key above
     * @param substituted whether Fn::Sub puts variables in here
     * @param part the template's part
     */
    private void walk(String key, YamlNode node, boolean substituted, String part) {
        boolean sub = substituted || node.tag().equals("!Sub") || key.equals("Fn::Sub");
        switch (node) {
            case Scalar scalar -> text(key, scalar, sub, part);
            case Sequence sequence -> sequence.items().forEach(item -> walk(key, item, sub, part));
            case Mapping mapping -> mapping.fields().forEach(entry -> entry(key, entry, sub, part));
            case YamlNode.Alias alias -> {}
            case YamlNode.Included included -> included.children().forEach(child -> walk(key, child, sub, part));
        }
    }

    private void entry(String key, Entry entry, boolean sub, String part) {
        boolean function = entry.name().startsWith("Fn::") || entry.name().equals("Ref");
        walk(function && !entry.name().equals("Fn::Sub") ? key : entry.name(), entry.value(), sub, part);
        if (part.equals("Parameters") && entry.value().resolved() instanceof Mapping parameter) {
            noEchoDefault(entry.name(), parameter);
        }
    }

    private void noEchoDefault(String name, Mapping parameter) {
        Optional<YamlNode> preset = parameter.get("Default");
        boolean secretName = SECRET_NAME.matcher(name).matches();
        if (secretName
                && preset.flatMap(YamlNode::text)
                        .filter(text -> !NO_SECRET.matcher(text).matches())
                        .isPresent()) {
            secret(preset.get(), "the default of parameter " + name);
        }
    }

    private void text(String key, Scalar scalar, boolean sub, String part) {
        String value = scalar.value();
        secrets(key, scalar, sub, part);
        if (!sub && !part.equals("Metadata")) {
            missingSub(key, scalar);
        }
        boolean named = !part.equals("Parameters") && !part.equals("Conditions") && !NO_STAGE_HERE.contains(key);
        Matcher stage = STAGE.matcher(value);
        if (named && !isReference(scalar) && !value.contains("\n") && stage.find()) {
            findings.add(
                    "hard-coded-stage",
                    scalar,
                    "'" + stage.group() + "' is written into " + key + " and goes to every stage",
                    template.serverless()
                            ? "write ${sls:stage} in its place"
                            : "write !Sub with the stage's parameter in its place");
        } else if (part.equals("Parameters") && key.equals("Default") && isAddress(value)) {
            findings.add(
                    "hard-coded-stage",
                    scalar,
                    "a default holds an address, which is one stage's",
                    "take it from SSM: Type AWS::SSM::Parameter::Value<String>");
        }
    }

    private static boolean isAddress(String value) {
        return value.startsWith("wss://") || value.contains(".execute-api.");
    }

    private static boolean isReference(Scalar scalar) {
        return scalar.tag().equals("!Ref")
                || scalar.tag().equals("!GetAtt")
                || scalar.tag().equals("!ImportValue");
    }

    private void secrets(String key, Scalar scalar, boolean sub, String part) {
        String value = scalar.value();
        Matcher preset = FRAMEWORK_DEFAULT.matcher(value);
        if (template.serverless() && SECRET_NAME.matcher(key).matches() && preset.find()) {
            String group = preset.group(1) == null ? preset.group(2) : preset.group(1);
            if (!group.isBlank()) {
                secret(scalar, "a default for " + key);
            }
            return;
        }
        boolean variable = value.contains("${")
                || sub
                || isReference(scalar)
                || !scalar.tag().isEmpty();
        boolean named = SECRET_NAME.matcher(key).matches()
                && !variable
                && !NO_SECRET.matcher(value).matches()
                && isValue(part)
                && value.length() >= 4;
        if (named || SECRET_VALUE.matcher(value).find()) {
            secret(scalar, key);
        }
    }

    private static boolean isValue(String part) {
        return Set.of("Resources", "Globals", "provider", "functions", "resources", "custom", "Mappings", "params")
                .contains(part);
    }

    private void secret(YamlNode at, String what) {
        findings.add(
                "literal-secret",
                at,
                what + " is written out: whoever reads the file or the stack has it",
                "put it into Secrets Manager, replace it (it is known now), and name it by"
                        + " {{resolve:secretsmanager:…}} or read it at run time");
    }

    private void missingSub(String key, Scalar scalar) {
        Matcher variables = VARIABLE.matcher(scalar.value());
        while (variables.find()) {
            String name = variables.group(1);
            boolean pseudo = name.startsWith("AWS::");
            boolean framework = template.serverless() && (name.equals("WebsocketsApi") || name.equals("HttpApi"));
            if (pseudo && template.serverless() && key.equals("Resource")) {
                continue;
            }
            if (pseudo || ids.contains(name) || framework) {
                findings.add(
                        "missing-sub",
                        scalar,
                        "${" + name + "} stays as it is in " + key + ": nothing puts a value in",
                        "write !Sub before it");
                return;
            }
        }
    }
}
