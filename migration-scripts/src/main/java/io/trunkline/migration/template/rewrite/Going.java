package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.model.Reference;
import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.ServerlessFunction;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what goes: the WebSocket APIs, their parts, and what is there for them alone. */
final class Going {
    private final Template template;
    private final RewriteOptions options;
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Map<String, List<Reference>> references = new HashMap<>();
    private final Map<String, String> gone = new LinkedHashMap<>();
    private final Map<String, String> goneFunctions = new LinkedHashMap<>();
    private final Map<String, Resource> tables = new LinkedHashMap<>();
    private final Set<String> handlers = new HashSet<>();
    private final List<String> notes = new ArrayList<>();

    private Going(Template template, RewriteOptions options) {
        this.template = template;
        this.options = options;
        template.resources().forEach(resource -> {
            resources.put(resource.id(), resource);
            references.put(resource.id(), template.references(resource.body()));
        });
    }

    static Going find(Template template, RewriteOptions options) {
        Going going = new Going(template, options);
        going.findApis();
        going.findTables();
        going.frameworkFunctions();
        going.findHandlers();
        going.fixpoint();
        return going;
    }

    /** Logical ids that go, with the reason. */
    Map<String, String> resources() {
        return gone;
    }

    /** Names of Serverless functions that go, with the reason. */
    Map<String, String> functions() {
        return goneFunctions;
    }

    /** The tables of connections, whether they go or stay retained. */
    List<Resource> tables() {
        return List.copyOf(tables.values());
    }

    /** The functions behind the APIs, also those that stay. */
    Set<String> handlers() {
        return handlers;
    }

    List<String> notes() {
        return notes;
    }

    boolean frameworkApi() {
        return template.functions().stream()
                .anyMatch(function -> !function.webSocketEvents().isEmpty());
    }

    private void findApis() {
        for (String id : options.apis()) {
            if (!resources.containsKey(id)) {
                throw new OperatorException(template.name() + " has no resource " + id + " (--api)");
            }
        }
        for (Resource resource : resources.values()) {
            if (resource.isWebSocketApi()
                    && (options.apis().isEmpty() || options.apis().contains(resource.id()))) {
                take(resource, "the app's own WebSocket API");
            }
        }
        for (String id : options.alsoRemove()) {
            Resource resource = resources.get(id);
            if (resource == null) {
                throw new OperatorException(template.name() + " has no resource " + id + " (--remove)");
            }
            take(resource, "named by --remove");
        }
    }

    private void findTables() {
        for (String id : options.tables()) {
            if (!resources.containsKey(id)) {
                throw new OperatorException(template.name() + " has no resource " + id + " (--table)");
            }
        }
        for (Resource resource : resources.values()) {
            boolean connections = ConnectionTables.is(resource);
            if ((connections || options.tables().contains(resource.id()))
                    && !options.keep().contains(resource.id())) {
                tables.put(resource.id(), resource);
            }
        }
        if (options.step() == RewriteStep.FINISH) {
            for (Resource table : tables.values()) {
                if (!Retention.holds(table)) {
                    throw new OperatorException(table.body().place().where() + ": " + table.id()
                            + " is not retained: a deploy without it would delete its rows. Rewrite with --step move,"
                            + " deploy that, and finish afterwards.");
                }
                take(table, "the table of connections; retained, it stays until cleanup");
            }
        }
    }

    /** Serverless functions whose every event is one of the WebSocket API's, and the authorizers of these alone. */
    private void frameworkFunctions() {
        Set<String> authorizers = new HashSet<>();
        for (ServerlessFunction function : template.functions()) {
            List<YamlNode> sockets = function.webSocketEvents();
            sockets.forEach(event -> authorizer(event).forEach(authorizers::add));
            if (!sockets.isEmpty() && sockets.size() == function.events().size()) {
                takeFunction(function, "only the WebSocket API calls it");
            }
        }
        for (ServerlessFunction function : template.functions()) {
            boolean othersUse = template.functions().stream()
                    .flatMap(other -> other.events().stream())
                    .filter(event -> event.get("websocket").isEmpty())
                    .anyMatch(event -> Template.scalars(event).anyMatch(scalar -> scalar.text()
                            .filter(function.name()::equals)
                            .isPresent()));
            if (authorizers.contains(function.name()) && function.events().isEmpty() && !othersUse) {
                takeFunction(function, "only the WebSocket API is authorized by it");
            }
        }
    }

    private static List<String> authorizer(YamlNode event) {
        return event.at("websocket", "authorizer").stream()
                .flatMap(node -> Stream.concat(node.text().stream(), node.get("name").flatMap(YamlNode::text).stream()))
                .toList();
    }

    private void takeFunction(ServerlessFunction function, String why) {
        handlers.add(function.lambdaId());
        boolean referred = resources.values().stream()
                .filter(resource -> !gone.containsKey(resource.id()))
                .anyMatch(resource -> !Kinds.ABOUT.contains(resource.type())
                        && references.getOrDefault(resource.id(), List.of()).stream()
                                .anyMatch(reference -> reference.name().startsWith(function.idPrefix() + "Lambda")));
        if (referred || options.keep().contains(function.name())) {
            notes.add("function " + function.name() + " stays without its WebSocket events, since "
                    + (referred ? "resources refer to it" : "--keep names it"));
        } else if (options.step() != RewriteStep.RETAIN) {
            goneFunctions.put(function.name(), why);
            gone.put(function.lambdaId(), why);
        }
    }

    private void take(Resource resource, String why) {
        if (!options.keep().contains(resource.id())) {
            gone.putIfAbsent(resource.id(), why);
        }
    }

    /** The functions that the integrations and authorizers of what goes call. */
    private void findHandlers() {
        boolean more = true;
        while (more) {
            int before = gone.size();
            resources.values().stream().filter(this::isPart).forEach(part -> take(part, "part of the WebSocket API"));
            more = gone.size() > before;
        }
        for (Resource resource : resources.values()) {
            boolean calls =
                    resource.type().endsWith("::Integration") || resource.type().endsWith("::Authorizer");
            if (gone.containsKey(resource.id()) && calls) {
                references.getOrDefault(resource.id(), List.of()).stream()
                        .map(Reference::name)
                        .filter(name -> resources.containsKey(name)
                                && resources.get(name).isFunction())
                        .forEach(handlers::add);
            }
        }
    }

    private boolean isPart(Resource resource) {
        String prefix = "AWS::ApiGatewayV2::";
        if (!resource.type().startsWith(prefix)
                || !Kinds.PARTS.contains(resource.type().substring(prefix.length()))) {
            return false;
        }
        return resource.property("ApiId").stream()
                .flatMap(id -> template.references(id).stream())
                .anyMatch(reference -> gone.containsKey(reference.name())
                        || (frameworkApi() && reference.name().equals("WebsocketsApi")));
    }

    private void fixpoint() {
        boolean more = true;
        while (more) {
            int before = gone.size();
            for (Resource resource : resources.values()) {
                if (gone.containsKey(resource.id()) || tables.containsKey(resource.id())) {
                    continue;
                }
                if (Kinds.ABOUT.contains(resource.type()) && speaksOfGone(resource)) {
                    take(resource, "speaks of what goes");
                } else if (handlers.contains(resource.id()) && idle(resource)) {
                    take(resource, "only the WebSocket API called it");
                } else if (Kinds.SERVANTS.contains(resource.type()) && servesOnlyGone(resource)) {
                    take(resource, "only what goes needed it");
                }
            }
            more = gone.size() > before;
        }
        handlers.stream()
                .filter(resources::containsKey)
                .filter(id -> !gone.containsKey(id))
                .forEach(id -> notes.add("function " + id + " stays: something besides the WebSocket API uses it"));
    }

    private boolean speaksOfGone(Resource resource) {
        boolean refers = references.getOrDefault(resource.id(), List.of()).stream()
                .anyMatch(reference -> gone.containsKey(reference.name())
                        || (frameworkApi() && reference.name().startsWith("Websockets")));
        boolean names = resource.type().equals("AWS::Serverless::Connector")
                && Template.texts(resource.body()).anyMatch(gone::containsKey);
        return refers || names;
    }

    /**
     * Whether nothing but what goes, or speaks of it alone, refers to this function, and it has no events of its own.
     */
    private boolean idle(Resource function) {
        if (function.property("Events")
                .filter(events -> !events.entries().isEmpty())
                .isPresent()) {
            return false;
        }
        return users(function.id()).stream().allMatch(user -> gone.containsKey(user.id()) || isOfGateway(user))
                && !conditionsOrOthersRefer(function.id());
    }

    private boolean isOfGateway(Resource user) {
        if (user.type().equals("AWS::Lambda::Permission")) {
            boolean gateway = user.letsGatewayInvoke();
            boolean otherApi = references.getOrDefault(user.id(), List.of()).stream()
                    .map(reference -> resources.get(reference.name()))
                    .anyMatch(other -> other != null && !gone.containsKey(other.id()) && !other.isFunction());
            return gateway && !otherApi;
        }
        return Kinds.ABOUT.contains(user.type());
    }

    private boolean servesOnlyGone(Resource servant) {
        List<Resource> users = users(servant.id());
        boolean attached = servant.type().equals("AWS::IAM::Policy")
                && servant.property("Roles").stream()
                        .flatMap(roles -> template.references(roles).stream())
                        .anyMatch(reference -> gone.containsKey(reference.name()))
                && servant.property("Roles").stream()
                        .flatMap(roles -> roles.list().stream())
                        .allMatch(role -> template.references(role).stream()
                                .anyMatch(reference -> gone.containsKey(reference.name())));
        return attached
                || (!users.isEmpty()
                        && users.stream().allMatch(user -> gone.containsKey(user.id()))
                        && !conditionsOrOthersRefer(servant.id()));
    }

    private List<Resource> users(String id) {
        return resources.values().stream()
                .filter(user -> !user.id().equals(id))
                .filter(user -> references.getOrDefault(user.id(), List.of()).stream()
                        .anyMatch(reference -> reference.name().equals(id)))
                .toList();
    }

    /** References from a Serverless file's own parts, which are no resources. */
    private boolean conditionsOrOthersRefer(String id) {
        return template.serverless()
                && Stream.of("provider", "functions")
                        .flatMap(part -> template.root().get(part).stream())
                        .flatMap(part -> template.references(part).stream())
                        .anyMatch(reference -> reference.name().equals(id));
    }
}
