package io.trunkline.migration.template.model;

import io.trunkline.migration.template.text.YamlNode;
import java.util.List;
import java.util.Locale;

/** A function under {@code functions} of a Serverless file. */
public record ServerlessFunction(String name, YamlNode.Entry entry) {
    public YamlNode body() {
        return entry.value();
    }

    public List<YamlNode> events() {
        return body().get("events").map(YamlNode::list).orElse(List.of());
    }

    /** Its events of the framework's own WebSocket API. */
    public List<YamlNode> webSocketEvents() {
        return events().stream().filter(ServerlessFunction::isWebSocket).toList();
    }

    private static boolean isWebSocket(YamlNode event) {
        return event.get("websocket").isPresent()
                || event.text().filter("websocket"::equals).isPresent();
    }

    /** What its logical ids begin with: {@code my-fn} becomes {@code MyDashfn}. */
    public String idPrefix() {
        String normal = name.replace("-", "Dash").replace("_", "Underscore");
        return normal.isEmpty() ? normal : normal.substring(0, 1).toUpperCase(Locale.ROOT) + normal.substring(1);
    }

    public String lambdaId() {
        return idPrefix() + "LambdaFunction";
    }
}
