package io.trunkline.infra.stack;

import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.FunctionAccess;
import io.trunkline.core.schema.FunctionAccess.ConnectionsMethod;
import io.trunkline.core.schema.FunctionAccess.QueueUse;
import io.trunkline.core.schema.FunctionAccess.TableAction;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.QueueLayout;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.infra.config.StageConfig;
import io.trunkline.infra.config.StageConfig.DoorApi;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;

/** Turns the core's {@link FunctionAccess} into the statements of a role. */
final class Permissions {
    private final Stack stack;
    private final StageConfig config;
    private final DataStack data;

    /** @param stack whose account, Region and partition the resources' names carry */
    Permissions(Stack stack, StageConfig config, DataStack data) {
        this.stack = stack;
        this.config = config;
        this.data = data;
    }

    /** @param apiId of the WebSocket API whose connections are posted to */
    List<PolicyStatement> of(FunctionLayout function, String apiId) {
        FunctionAccess access = FunctionAccess.of(function);
        TableLayout tables = config.tables();
        List<PolicyStatement> statements = new ArrayList<>();
        table(statements, "Connections", access.connections(), tableArn(tables.connections()));
        table(statements, "Subscriptions", access.subscriptions(), tableArn(tables.subscriptions()));
        table(
                statements,
                "RoomsOfConnection",
                access.roomsOfConnection(),
                tableArn(tables.subscriptions()) + "/index/" + Attributes.BY_CONNECTION);
        table(statements, "Registry", access.registry(), tableArn(tables.registry()));
        table(statements, "Events", access.events(), tableArn(tables.events()));
        data.key().ifPresent(key -> statements.add(useOf(key)));
        if (!access.posts().isEmpty()) {
            statements.add(posts(access.posts(), apiId));
        }
        if (access.readsSecrets() && !config.secrets().isEmpty()) {
            statements.add(secrets());
        }
        QueueLayout queues = QueueLayout.of(tables);
        if (access.queues() != QueueUse.NONE) {
            statements.add(PolicyStatement.Builder.create()
                    .sid("LeaveToQueue")
                    .actions(List.of("sqs:SendMessage"))
                    .resources(List.of(arn("sqs", queues.fanOut()), arn("sqs", queues.deadLetters())))
                    .build());
        }
        if (access.queues() == QueueUse.SERVES) {
            statements.add(PolicyStatement.Builder.create()
                    .sid("TakeFromQueue")
                    .actions(List.of("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"))
                    .resources(List.of(arn("sqs", queues.fanOut())))
                    .build());
        }
        if (access.tellsEvents()) {
            config.eventBus()
                    .ifPresent(bus -> statements.add(PolicyStatement.Builder.create()
                            .sid("TellEvents")
                            .actions(List.of("events:PutEvents"))
                            .resources(List.of(arn("events", "event-bus/" + bus)))
                            .build()));
        }
        return statements;
    }

    private static void table(
            List<PolicyStatement> statements, String sid, Collection<TableAction> actions, String arn) {
        if (!actions.isEmpty()) {
            statements.add(PolicyStatement.Builder.create()
                    .sid(sid)
                    .actions(actions.stream()
                            .map(action -> "dynamodb:" + action.operation())
                            .sorted()
                            .toList())
                    .resources(List.of(arn))
                    .build());
        }
    }

    private String tableArn(String name) {
        return arn("dynamodb", "table/" + name);
    }

    /** The tables' own key, through DynamoDB and by no other way. */
    private PolicyStatement useOf(IKey key) {
        return PolicyStatement.Builder.create()
                .sid("TablesKey")
                .actions(List.of("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"))
                .resources(List.of(key.getKeyArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("kms:ViaService", "dynamodb." + stack.getRegion() + "." + stack.getUrlSuffix())))
                .build();
    }

    private PolicyStatement posts(Collection<ConnectionsMethod> methods, String apiId) {
        List<DoorApi> apis = Stream.concat(
                        Stream.of(new DoorApi(apiId, config.stage().text())), config.doorApis().stream())
                .toList();
        return PolicyStatement.Builder.create()
                .sid("ManageConnections")
                .actions(List.of("execute-api:ManageConnections"))
                .resources(apis.stream()
                        .flatMap(api -> methods.stream()
                                .sorted()
                                .map(method -> arn(
                                        "execute-api",
                                        api.apiId() + "/" + api.stage() + "/" + method + "/@connections/*")))
                        .toList())
                .build();
    }

    private PolicyStatement secrets() {
        return PolicyStatement.Builder.create()
                .sid("Secrets")
                .actions(List.of("secretsmanager:GetSecretValue"))
                .resources(config.secrets().stream()
                        .map(name -> stack.formatArn(ArnComponents.builder()
                                .service("secretsmanager")
                                .resource("secret")
                                // Secrets Manager adds six characters that are not known before
                                .resourceName(name + "-??????")
                                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                                .build()))
                        .toList())
                .build();
    }

    private String arn(String service, String resource) {
        return stack.formatArn(ArnComponents.builder()
                .service(service)
                .resource(resource)
                .arnFormat(ArnFormat.NO_RESOURCE_NAME)
                .build());
    }
}
