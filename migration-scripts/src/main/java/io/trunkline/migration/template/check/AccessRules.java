package io.trunkline.migration.template.check;

import io.trunkline.migration.template.model.Reference;
import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.SecretAccess;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules about who may call what. */
final class AccessRules {
    private final Template template;
    private final Findings findings;

    AccessRules(Template template, Findings findings) {
        this.template = template;
        this.findings = findings;
    }

    void check() {
        Set<String> called = calledByIntegrations();
        Set<String> permitted = permitted();
        for (Resource resource : template.resources()) {
            if (!resource.isFunction() || permitted.contains(resource.id())) {
                continue;
            }
            if (called.contains(resource.id())) {
                findings.add(
                        "invoke-permission",
                        resource.place(),
                        "API Gateway may not invoke " + resource.id()
                                + ", which an integration calls: every frame fails" + " with 500",
                        "add an AWS::Lambda::Permission for apigateway.amazonaws.com");
            } else if (TemplateChecker.speaksOfSockets(resource) && !hasEvents(resource) && usesForeignApi(resource)) {
                findings.add(
                        "invoke-permission",
                        resource.place(),
                        resource.id()
                                + " is meant for an API of another stack, and no permission lets that API invoke it",
                        "add an AWS::Lambda::Permission with that API's ARN; on the platform none is needed: the app's"
                                + " handler goes (./trunkline migrate template rewrite)");
            }
        }
        template.statements(template.root()).forEach(this::statement);
        secrets();
        emptyPolicies(template.root());
    }

    private static boolean hasEvents(Resource function) {
        return function.property("Events")
                .filter(events -> !events.entries().isEmpty())
                .isPresent();
    }

    /** Whether its variables or rights name an API that this template does not make. */
    private boolean usesForeignApi(Resource function) {
        boolean own = template.resources().stream().anyMatch(Resource::isWebSocketApi);
        boolean posts = Template.texts(function.body())
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).startsWith("execute-api:"));
        return !own && posts;
    }

    private Set<String> calledByIntegrations() {
        return template.resources().stream()
                .filter(resource -> resource.type().equals("AWS::ApiGatewayV2::Integration"))
                .flatMap(resource -> resource.property("IntegrationUri").stream())
                .flatMap(uri -> template.references(uri).stream())
                .map(Reference::name)
                .collect(Collectors.toSet());
    }

    private Set<String> permitted() {
        Set<String> permitted = new HashSet<>();
        for (Resource resource : template.resources()) {
            if (resource.letsGatewayInvoke()) {
                resource.property("FunctionName").stream()
                        .flatMap(name -> template.references(name).stream())
                        .map(Reference::name)
                        .forEach(permitted::add);
            }
        }
        return permitted;
    }

    private void secrets() {
        for (SecretAccess.Gap gap : SecretAccess.gaps(template)) {
            if (gap.kind() == SecretAccess.Gap.Kind.MISSING) {
                findings.add(
                        "unreadable-secret",
                        gap.at(),
                        gap.owner() + " is told where the app's API key is, and may not read it: publishing fails",
                        "allow secretsmanager:GetSecretValue on the secret that " + SecretAccess.VARIABLE + " names");
            }
        }
    }

    /** IAM refuses a policy that says nothing, and the deploy with it. */
    private void emptyPolicies(YamlNode node) {
        if (node instanceof Mapping mapping) {
            mapping.entry("PolicyDocument")
                    .map(YamlNode.Entry::value)
                    .filter(document -> document.resolved() instanceof Mapping)
                    .filter(document -> document.get("Statement").isEmpty()
                            || document.get("Statement")
                                    .filter(AccessRules::isEmpty)
                                    .isPresent())
                    .ifPresent(document -> findings.add(
                            "empty-policy",
                            document,
                            "a policy without statements: IAM refuses it",
                            "remove the policy, or say what it allows"));
        }
        node.children().forEach(this::emptyPolicies);
    }

    private static boolean isEmpty(YamlNode statements) {
        return statements.resolved() instanceof YamlNode.Sequence sequence && sequence.size() == 0;
    }

    private void statement(Mapping statement) {
        boolean posts = texts(statement.get("Action").orElse(statement)).stream()
                .anyMatch(action -> action.equalsIgnoreCase("execute-api:ManageConnections"));
        boolean anyApi = statement.get("Resource").map(AccessRules::texts).orElse(List.of()).stream()
                .anyMatch(AccessRules::isAnyApi);
        if (posts && anyApi) {
            findings.add(
                    "broad-grant",
                    statement,
                    "may post to the connections of every WebSocket API of the account",
                    "name the API and stage; on the platform an app needs no such right, it publishes with its key");
        }
    }

    private static List<String> texts(YamlNode node) {
        return Template.texts(node).toList();
    }

    private static boolean isAnyApi(String arn) {
        if (arn.equals("*")) {
            return true;
        }
        // variables hold colons too
        String plain = arn.replaceAll("\\$\\{[^}]*}", "x");
        String[] parts = plain.split(":", 6);
        return parts.length == 6 && parts[2].equals("execute-api") && parts[5].startsWith("*");
    }
}
