package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Reference;
import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says whether a value speaks of what goes: by reference, by an old address, or by a table's name. */
final class Taints {
    /** What a value speaks of. */
    enum Taint {
        API,
        TABLE,
        FUNCTION
    }

    private static final int MAX_HOPS = 8;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:[^${}]|\\$\\{[^}]*})*}");
    private static final Pattern OLD_ADDRESS =
            Pattern.compile("(?i)wss://\\S*|https://[a-z0-9]{8,12}\\.execute-api\\.[^\\s/]+/\\S*");
    private static final Pattern SHARED_TABLE =
            Pattern.compile("[A-Za-z0-9]+_websocket_(connections|subscriptions)_(\\$\\{[^}]*}|[A-Za-z0-9]+)");
    private static final Pattern ADDRESS_NAME =
            Pattern.compile("(?i).*(websocket|webSockets|ws).*(url|uri|endpoint|apiid|api_id)");
    private static final Pattern TABLE_NAME =
            Pattern.compile("(?i).*(websocket|ws).*(connection|subscription).*table.*");

    private final Template template;
    private final Set<String> apis = new HashSet<>();
    private final Set<String> tables = new HashSet<>();
    private final Set<String> functions = new HashSet<>();
    private final Set<String> addressParameters = new HashSet<>();
    private final List<Pattern> tableNames = new ArrayList<>();
    private boolean frameworkApi;

    Taints(Template template) {
        this.template = template;
        for (Entry parameter : template.parameters()) {
            if (isAddress(parameter)) {
                addressParameters.add(parameter.name());
            }
        }
    }

    /** A parameter that brings an old address from outside. */
    private static boolean isAddress(Entry parameter) {
        String preset = parameter.value().get("Default").flatMap(YamlNode::text).orElse("");
        return !Shared.isOurs(parameter.name())
                && !preset.contains("/trunkline/")
                && (OLD_ADDRESS.matcher(preset).matches()
                        || ADDRESS_NAME.matcher(parameter.name()).matches());
    }

    void api(String id) {
        apis.add(id);
    }

    /** The Serverless Framework's own API, whose parts have generated names. */
    void frameworkApi() {
        frameworkApi = true;
    }

    void function(String id) {
        functions.add(id);
    }

    void table(Resource table) {
        tables.add(table.id());
        table.property("TableName")
                .flatMap(name -> name(name, 0))
                .filter(name -> VARIABLE.matcher(name).replaceAll("").length() >= 6)
                .ifPresent(name -> tableNames.add(namePattern(name)));
    }

    /** A table's name as text, with variables in it; through {@code ${self:…}} where that is all of it. */
    private Optional<String> name(YamlNode node, int hops) {
        Optional<String> text = node.text()
                .or(() -> node.get("Fn::Sub").flatMap(YamlNode::text))
                .or(() -> node.list().stream().findFirst().flatMap(YamlNode::text));
        if (text.isPresent() && text.get().startsWith("${self:") && hops < MAX_HOPS) {
            return template.references(node).stream()
                    .filter(reference -> reference.kind() == Reference.Kind.SELF)
                    .findFirst()
                    .flatMap(this::selfTarget)
                    .flatMap(target -> name(target, hops + 1));
        }
        return text;
    }

    /** A variable of a name matches any variable, or one word. */
    private static Pattern namePattern(String name) {
        StringBuilder pattern = new StringBuilder("(?<![A-Za-z0-9_.-])");
        Matcher variables = VARIABLE.matcher(name);
        int at = 0;
        while (variables.find()) {
            pattern.append(Pattern.quote(name.substring(at, variables.start())))
                    .append("(?:\\$\\{(?:[^${}]|\\$\\{[^}]*})*}|[A-Za-z0-9]+)");
            at = variables.end();
        }
        return Pattern.compile(pattern.append(Pattern.quote(name.substring(at)))
                .append("(?![A-Za-z0-9_.-])")
                .toString());
    }

    private Optional<YamlNode> selfTarget(Reference reference) {
        return template.self(reference.name());
    }

    /** What {@code node} speaks of. */
    EnumSet<Taint> of(YamlNode node) {
        return of(node, 0);
    }

    private EnumSet<Taint> of(YamlNode node, int hops) {
        EnumSet<Taint> taints = EnumSet.noneOf(Taint.class);
        for (Reference reference : template.references(node)) {
            if (apis.contains(reference.name())
                    || addressParameters.contains(reference.name())
                    || (frameworkApi && reference.name().startsWith("Websockets"))) {
                taints.add(Taint.API);
            } else if (tables.contains(reference.name())) {
                taints.add(Taint.TABLE);
            } else if (functions.contains(reference.name())) {
                taints.add(Taint.FUNCTION);
            } else if (reference.kind() == Reference.Kind.SELF && hops < MAX_HOPS) {
                selfTarget(reference).ifPresent(target -> {
                    taints.addAll(of(target, hops + 1));
                    taints.addAll(ofName(
                            template.tree().entryOf(target).map(Entry::name).orElse("")));
                });
            }
        }
        Template.scalars(node.resolved())
                .forEach(scalar -> taints.addAll(ofText(scalar.text().orElse(""))));
        return taints;
    }

    private EnumSet<Taint> ofText(String text) {
        EnumSet<Taint> taints = EnumSet.noneOf(Taint.class);
        if (OLD_ADDRESS.matcher(text).matches() || text.contains("${WebsocketsApi}")) {
            taints.add(Taint.API);
        }
        if (SHARED_TABLE.matcher(text).find()
                || tableNames.stream().anyMatch(name -> name.matcher(text).find())) {
            taints.add(Taint.TABLE);
        }
        return taints;
    }

    /** What a variable of this name is for, whatever its value. */
    static EnumSet<Taint> ofName(String name) {
        EnumSet<Taint> taints = EnumSet.noneOf(Taint.class);
        if (TABLE_NAME.matcher(name).matches()) {
            taints.add(Taint.TABLE);
        } else if (ADDRESS_NAME.matcher(name).matches()) {
            taints.add(Taint.API);
        }
        return taints;
    }
}
