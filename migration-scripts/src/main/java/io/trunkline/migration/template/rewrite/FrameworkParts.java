package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.TreeEdits;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Takes out what makes the Serverless Framework's own WebSocket API: functions, events, settings. */
record FrameworkParts(Template template, TreeEdits edits, Going going, List<Change> changes) {
    private static final Set<String> PROVIDER_SETTINGS =
            Set.of("websocketsApiName", "websocketsApiRouteSelectionExpression", "websocketsDescription");

    void remove() {
        if (!going.frameworkApi()) {
            return;
        }
        template.functions().forEach(function -> {
            if (going.functions().containsKey(function.name())) {
                edits.remove(function.body());
                changes.add(new Change(
                        function.entry().place(),
                        "removes the function " + function.name() + ": "
                                + going.functions().get(function.name())));
            } else {
                function.webSocketEvents().forEach(event -> {
                    edits.remove(event);
                    changes.add(new Change(event.place(), "removes a WebSocket event of " + function.name()));
                });
            }
        });
        template.root().get("provider").stream()
                .flatMap(provider -> Stream.concat(
                        provider.entries().stream().filter(entry -> PROVIDER_SETTINGS.contains(entry.name())),
                        Stream.concat(
                                provider.get("logs").stream()
                                        .flatMap(logs -> logs.entries().stream())
                                        .filter(entry -> entry.name().equals("websocket")),
                                provider.get("apiGateway").stream()
                                        .flatMap(api -> api.entries().stream())
                                        .filter(entry -> entry.name().startsWith("websocketApi")))))
                .forEach(entry -> {
                    edits.remove(entry.value());
                    changes.add(new Change(entry.place(), "removes the setting " + entry.name()));
                });
    }
}
