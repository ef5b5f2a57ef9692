package io.trunkline.migration.template.check;

import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.YamlNode;
import java.util.Locale;
import java.util.Optional;

/** Rules about tables of connections. */
final class TableRules {
    private final Template template;
    private final Findings findings;

    TableRules(Template template, Findings findings) {
        this.template = template;
        this.findings = findings;
    }

    void check() {
        for (Resource resource : template.resources()) {
            if (resource.isTable()) {
                timeToLive(resource);
                retained(resource);
            }
        }
    }

    private static boolean ofConnections(Resource table) {
        String names = (table.id()
                        + table.property("TableName").flatMap(YamlNode::text).orElse(""))
                .toLowerCase(Locale.ROOT);
        return names.contains("websocket") || names.contains("connection") || names.contains("subscription");
    }

    private void timeToLive(Resource table) {
        Optional<YamlNode> spec = table.property("TimeToLiveSpecification");
        if (spec.isEmpty()) {
            if (ofConnections(table)) {
                findings.add(
                        "time-to-live",
                        table.place(),
                        table.id() + " has no TimeToLiveSpecification: rows of connections that never said goodbye stay"
                                + " for ever",
                        "add one; its attribute holds epoch seconds, not milliseconds");
            }
            return;
        }
        Optional<String> attribute = spec.get().get("AttributeName").flatMap(YamlNode::text);
        Optional<String> enabled = spec.get().get("Enabled").flatMap(YamlNode::text);
        if (table.type().equals("AWS::Serverless::SimpleTable")) {
            findings.add(
                    "time-to-live",
                    spec.get(),
                    "a SimpleTable takes no TimeToLiveSpecification",
                    "make it an AWS::DynamoDB::Table");
        }
        if (attribute.isEmpty() && enabled.filter("true"::equals).isPresent()) {
            findings.add("time-to-live", spec.get(), "TimeToLiveSpecification names no attribute", "add AttributeName");
        }
        if (enabled.filter("true"::equals).isEmpty()
                && spec.get()
                        .get("Enabled")
                        .filter(node -> node.text().isEmpty())
                        .isEmpty()) {
            findings.add(
                    "time-to-live",
                    spec.get(),
                    "time to live is not enabled on " + table.id() + ": nothing expires",
                    "set Enabled: true");
        }
        boolean text = table.property("AttributeDefinitions").stream()
                .flatMap(definitions -> definitions.list().stream())
                .anyMatch(definition ->
                        definition.get("AttributeName").flatMap(YamlNode::text).equals(attribute)
                                && definition
                                        .get("AttributeType")
                                        .flatMap(YamlNode::text)
                                        .filter("N"::equals)
                                        .isEmpty());
        if (attribute.isPresent() && text) {
            findings.add(
                    "time-to-live",
                    spec.get(),
                    attribute.get() + " is no number: DynamoDB expires only by numbers of epoch seconds",
                    "store epoch seconds as a number (AttributeType N)");
        }
    }

    private void retained(Resource table) {
        boolean kept = table.body()
                .get("DeletionPolicy")
                .flatMap(YamlNode::text)
                .filter(policy -> policy.startsWith("Retain") || policy.equals("Snapshot"))
                .isPresent();
        if (ofConnections(table) && !kept) {
            findings.add(
                    "table-not-retained",
                    table.place(),
                    "a deploy without " + table.id() + " deletes it with its rows",
                    "set DeletionPolicy: Retain and UpdateReplacePolicy: Retain, and deploy that, before it is taken"
                            + " out (./trunkline migrate template rewrite --step retain)");
        }
    }
}
