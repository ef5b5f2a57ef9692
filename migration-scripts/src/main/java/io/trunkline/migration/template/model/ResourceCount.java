package io.trunkline.migration.template.model;

import io.trunkline.migration.template.text.YamlNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many resources a deploy makes of a template, against CloudFormation's limit of 500 a stack. Exact for
 * CloudFormation; for SAM and the Serverless Framework an estimate of what their transforms add, item by item, from
 * their documentation. A nested stack counts as one here and has a limit of its own.
 */
public final class ResourceCount {
    /** CloudFormation's quota of resources in one template. */
    public static final int LIMIT = 500;

    private final Map<String, Integer> parts = new LinkedHashMap<>();

    private ResourceCount() {}

    public static ResourceCount of(Template template) {
        ResourceCount count = new ResourceCount();
        template.section("Resources")
                .flatMap(section -> section.entries().stream())
                .filter(entry -> entry.name().startsWith("Fn::ForEach"))
                .forEach(count::loop);
        template.resources().forEach(resource -> count.add("declared", 1));
        switch (template.kind()) {
            case CLOUDFORMATION -> {}
            case SAM -> count.sam(template);
            case SERVERLESS -> count.serverless(template);
        }
        return count;
    }

    /** What makes them, and how many each. */
    public Map<String, Integer> parts() {
        return Map.copyOf(parts);
    }

    public int total() {
        return parts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void add(String what, int number) {
        if (number > 0) {
            parts.merge(what, number, Integer::sum);
        }
    }

    /** {@code Fn::ForEach::X: [Name, [a, b], {…}]}; a list that is no literal counts as one turn. */
    private void loop(YamlNode.Entry loop) {
        List<YamlNode> items = loop.value().list();
        if (items.size() >= 3) {
            add(
                    "loops",
                    Math.max(1, items.get(1).list().size())
                            * items.get(2).entries().size());
        }
    }

    private void sam(Template template) {
        boolean[] implicit = new boolean[3];
        for (Resource resource : template.resources()) {
            switch (resource.type()) {
                case "AWS::Serverless::Function" -> function(template, resource, implicit);
                case "AWS::Serverless::Api" -> add("deployments and stages of APIs", 2);
                case "AWS::Serverless::HttpApi" -> add("stages of HTTP APIs", 1);
                case "AWS::Serverless::StateMachine" ->
                    add("roles of state machines", resource.property("Role").isPresent() ? 0 : 1);
                default -> {}
            }
        }
        add("the implicit REST API", implicit[0] ? 3 : 0);
        add("the implicit HTTP API", implicit[1] ? 2 : 0);
        add("CodeDeploy's application and role", implicit[2] ? 2 : 0);
    }

    private void function(Template template, Resource function, boolean[] implicit) {
        YamlNode globals = template.root().at("Globals", "Function").orElse(template.root());
        boolean ownGlobals = template.root().at("Globals", "Function").isPresent();
        boolean role = function.property("Role").isPresent()
                || (ownGlobals && globals.get("Role").isPresent());
        add("roles of functions", role ? 0 : 1);
        boolean alias = function.property("AutoPublishAlias").isPresent()
                || (ownGlobals && globals.get("AutoPublishAlias").isPresent());
        add("versions and aliases", alias ? 2 : 0);
        if (function.property("DeploymentPreference").isPresent()
                || (ownGlobals && globals.get("DeploymentPreference").isPresent())) {
            add("deployment groups", 1);
            implicit[2] = true;
        }
        add("function URLs", function.property("FunctionUrlConfig").isPresent() ? 2 : 0);
        add("invoke configurations", function.property("EventInvokeConfig").isPresent() ? 1 : 0);
        function.property("Events").stream()
                .flatMap(events -> events.entries().stream())
                .forEach(event -> event(event.value(), implicit));
    }

    private void event(YamlNode event, boolean[] implicit) {
        String type = event.get("Type").flatMap(YamlNode::text).orElse("");
        switch (type) {
            case "Api" -> {
                add("permissions of events", 1);
                implicit[0] |= event.at("Properties", "RestApiId").isEmpty();
            }
            case "HttpApi" -> {
                add("permissions of events", 1);
                implicit[1] |= event.at("Properties", "ApiId").isEmpty();
            }
            case "SQS", "Kinesis", "DynamoDB", "MSK", "MQ", "SelfManagedKafka", "DocumentDB" ->
                add("event source mappings", 1);
            case "S3", "Cognito", "AlexaSkill" -> add("permissions of events", 1);
            case "ScheduleV2" -> add("schedules and their roles", 2);
            default -> add("rules, subscriptions and their permissions", 2);
        }
    }

    private void serverless(Template template) {
        YamlNode provider = template.root().get("provider").orElse(template.root());
        boolean versions = provider.get("versionFunctions")
                .flatMap(YamlNode::text)
                .filter("false"::equals)
                .isEmpty();
        boolean bucket = provider.get("deploymentBucket").isEmpty();
        add("the deployment bucket and its policy", bucket ? 2 : 0);
        boolean anyRole = provider.get("role").isEmpty()
                && provider.at("iam", "role").flatMap(YamlNode::text).isEmpty();
        List<ServerlessFunction> functions = template.functions();
        add("the functions' role", anyRole && !functions.isEmpty() ? 1 : 0);
        Set<String> paths = new HashSet<>();
        boolean[] apis = new boolean[3];
        for (ServerlessFunction function : functions) {
            boolean log = function.body().get("disableLogs").isEmpty();
            boolean versioned = function.body()
                    .get("versionFunction")
                    .flatMap(YamlNode::text)
                    .map(text -> !text.equals("false"))
                    .orElse(versions);
            add("functions", 1);
            add("log groups", log ? 1 : 0);
            add("versions", versioned ? 1 : 0);
            Set<String> shared = new HashSet<>();
            for (YamlNode event : function.events()) {
                frameworkEvent(event, paths, apis, shared);
            }
        }
        add("the REST API and its deployment", apis[0] ? 2 : 0);
        add("the HTTP API and its stage", apis[1] ? 2 : 0);
        add("the WebSocket API, its deployment and stage", apis[2] ? 3 : 0);
        add("REST paths", paths.size());
    }

    private void frameworkEvent(YamlNode event, Set<String> paths, boolean[] apis, Set<String> shared) {
        String kind = event.text()
                .orElseGet(() -> event.entries().isEmpty()
                        ? ""
                        : event.entries().getFirst().name());
        switch (kind) {
            case "http" -> {
                apis[0] = true;
                add("REST methods", 1);
                add("permissions of events", shared.add("http") ? 1 : 0);
                YamlNode http = event.get("http").orElse(event);
                add("REST methods", http.get("cors").isPresent() ? 1 : 0);
                String path = http.get("path").flatMap(YamlNode::text).orElseGet(() -> http.text()
                        .map(text -> text.replaceFirst("^\\S+\\s+", ""))
                        .orElse(""));
                StringBuilder whole = new StringBuilder();
                for (String step : path.split("/", -1)) {
                    if (!step.isEmpty()) {
                        paths.add(whole.append('/').append(step).toString());
                    }
                }
            }
            case "httpApi" -> {
                apis[1] = true;
                add("HTTP routes", 1);
                add("HTTP integrations", shared.add("httpApi") ? 1 : 0);
                add("permissions of events", shared.add("httpApi permission") ? 1 : 0);
            }
            case "websocket" -> {
                apis[2] = true;
                add("WebSocket routes", 1);
                add("WebSocket integrations", shared.add("websocket") ? 1 : 0);
                add("permissions of events", shared.add("websocket permission") ? 1 : 0);
            }
            case "sqs", "stream", "msk", "kafka", "activemq", "rabbitmq" -> add("event source mappings", 1);
            default -> add("rules, subscriptions and their permissions", 2);
        }
    }
}
