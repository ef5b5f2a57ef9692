package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.YamlNode;
import java.util.Locale;
import java.util.stream.Collectors;

/** Knows a table of connections by its name or its key. */
final class ConnectionTables {
    private ConnectionTables() {}

    static boolean is(Resource resource) {
        return resource.isTable() && (isNamedSo(resource) || isKeyedSo(resource));
    }

    private static boolean isNamedSo(Resource table) {
        String names = (table.id() + " "
                        + table.property("TableName").stream()
                                .flatMap(Template::texts)
                                .collect(Collectors.joining(" ")))
                .toLowerCase(Locale.ROOT);
        return names.contains("wsconn")
                || ((names.contains("websocket") || names.contains("web-socket"))
                        && (names.contains("connection") || names.contains("subscription")));
    }

    private static boolean isKeyedSo(Resource table) {
        return table.property("KeySchema").stream()
                .flatMap(schema -> schema.list().stream())
                .flatMap(key -> key.get("AttributeName").flatMap(YamlNode::text).stream())
                .findFirst()
                .filter("connectionId"::equals)
                .isPresent();
    }
}
