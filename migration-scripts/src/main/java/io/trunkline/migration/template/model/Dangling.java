package io.trunkline.migration.template.model;

import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds references to what a template does not have. */
public final class Dangling {
    private static final Set<String> FRAMEWORK_IDS =
            Set.of("IamRoleLambdaExecution", "ServerlessDeploymentBucket", "ServerlessDeploymentBucketPolicy");

    private final Template template;
    private final Set<String> known;
    private final Set<String> gone;
    private final Set<String> values = new HashSet<>();
    private final Set<String> resourceIds = new HashSet<>();
    private final Set<String> conditions = new HashSet<>();
    private final Set<String> mappings = new HashSet<>();
    private final List<String> samIds;
    private final List<String> functionPrefixes;
    private final boolean sockets;
    private final boolean unseen;

    /**
     * @param known ids that plugins or macros make, which nothing in the file shows
     * @param gone ids that surely are not there any more, even where parts of the template are in other files
     */
    public Dangling(Template template, Set<String> known, Set<String> gone) {
        this.template = template;
        this.known = known;
        this.gone = gone;
        template.resources().forEach(resource -> resourceIds.add(resource.id()));
        values.addAll(resourceIds);
        template.parameters().forEach(entry -> values.add(entry.name()));
        template.conditions().forEach(entry -> conditions.add(entry.name()));
        template.mappings().forEach(entry -> mappings.add(entry.name()));
        samIds = template.resources().stream()
                .filter(resource -> resource.type().startsWith("AWS::Serverless::"))
                .map(Resource::id)
                .toList();
        functionPrefixes =
                template.functions().stream().map(ServerlessFunction::idPrefix).toList();
        sockets = template.functions().stream()
                .anyMatch(function -> !function.webSocketEvents().isEmpty());
        unseen = template.partial() || template.loops();
    }

    /** The references that name nothing. */
    public List<Reference> find() {
        List<Reference> dangling = new ArrayList<>();
        for (Reference reference : template.references(template.root())) {
            if (!resolves(reference)) {
                dangling.add(reference);
            }
        }
        return dangling;
    }

    private boolean resolves(Reference reference) {
        String name = reference.name();
        if (known.contains(name)) {
            return true;
        }
        return switch (reference.kind()) {
            case REF, SUB -> name.startsWith("AWS::") || values.contains(name) || made(name);
            case GET_ATT, DEPENDS_ON -> resourceIds.contains(name) || made(name);
            case CONDITION -> conditions.contains(name) || cannotKnow(name) || isNoCondition(reference);
            case MAPPING -> mappings.contains(name) || cannotKnow(name);
            case SELF -> selfResolves(name);
        };
    }

    /** {@code condition} of a statement and {@code Condition} of an event filter are other things. */
    private boolean isNoCondition(Reference reference) {
        return reference.name().contains(" ") || reference.name().contains("$");
    }

    private boolean selfResolves(String path) {
        YamlNode at = template.root();
        String[] steps = path.split("\\.", -1);
        for (String step : steps) {
            if (step.isEmpty() || at.text().isPresent()) {
                // the rest is a variable of its own, or in another file
                return true;
            }
            var next = at.get(step);
            if (next.isEmpty()) {
                return !gone.contains("self:" + path);
            }
            at = next.get();
        }
        return true;
    }

    /** Whether a transform makes something of this name, or may. */
    private boolean made(String name) {
        if (gone.contains(name)) {
            return false;
        }
        return cannotKnow(name)
                || switch (template.kind()) {
                    case CLOUDFORMATION -> false;
                    case SAM -> madeBySam(name);
                    case SERVERLESS -> madeByFramework(name);
                };
    }

    private boolean cannotKnow(String name) {
        return !gone.contains(name) && unseen;
    }

    private boolean madeBySam(String name) {
        return name.startsWith("ServerlessRestApi")
                || name.startsWith("ServerlessHttpApi")
                || name.startsWith("ServerlessDeploymentApplication")
                || name.equals("CodeDeployServiceRole")
                || samIds.stream().anyMatch(name::startsWith);
    }

    private boolean madeByFramework(String name) {
        if (FRAMEWORK_IDS.contains(name)) {
            return true;
        }
        return name.startsWith("ApiGateway")
                || name.startsWith("HttpApi")
                || name.startsWith("CustomDashresource")
                || (sockets && name.startsWith("Websockets"))
                || functionPrefixes.stream()
                        .anyMatch(prefix -> name.startsWith(prefix) && name.length() > prefix.length());
    }

    /** The names of everything that a template has, for a comparison of before and after. */
    public static Set<String> names(Template template) {
        Set<String> names = new HashSet<>();
        template.resources().forEach(resource -> names.add(resource.id()));
        for (List<Entry> section : List.of(template.parameters(), template.conditions(), template.mappings())) {
            section.forEach(entry -> names.add(entry.name()));
        }
        template.functions().forEach(function -> names.add(function.lambdaId()));
        return names;
    }
}
