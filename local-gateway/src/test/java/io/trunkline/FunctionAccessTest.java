package io.trunkline;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.trunkline.core.schema.FunctionAccess;
import io.trunkline.core.schema.FunctionAccess.ConnectionsMethod;
import io.trunkline.core.schema.FunctionAccess.TableAction;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.TableLayout;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds each function's role to its code: from the function's handlers along every call that the compiled classes can
 * make, an interface leading to all who implement it, to the AWS operations at the end. What is reached must be
 * granted, or the function would be denied on AWS; what is granted must be reached, or the role could do more than it
 * needs.
 */
class FunctionAccessTest {
    private static final String DYNAMO = "software.amazon.awssdk.services.dynamodb.DynamoDbClient";
    private static final String CONNECTIONS =
            "software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient";
    private static final String SECRETS = "software.amazon.awssdk.services.secretsmanager.SecretsManagerClient";

    private static final String EVENTS = "software.amazon.awssdk.services.eventbridge.EventBridgeClient";

    /** Where a call of the SDK's client leads; a transaction is granted by its parts. */
    private static final Map<String, Set<TableAction>> ACTIONS = Map.of(
            "getItem", Set.of(TableAction.GET_ITEM),
            "putItem", Set.of(TableAction.PUT_ITEM),
            "updateItem", Set.of(TableAction.UPDATE_ITEM),
            "deleteItem", Set.of(TableAction.DELETE_ITEM),
            "query", Set.of(TableAction.QUERY),
            "queryPaginator", Set.of(TableAction.QUERY),
            "batchWriteItem", Set.of(TableAction.BATCH_WRITE_ITEM),
            "batchGetItem", Set.of(TableAction.BATCH_GET_ITEM),
            "scan", Set.of(TableAction.SCAN),
            "transactWriteItems", Set.of(TableAction.PUT_ITEM, TableAction.UPDATE_ITEM));

    private static final Map<String, ConnectionsMethod> METHODS = Map.of(
            "postToConnection", ConnectionsMethod.POST,
            "getConnection", ConnectionsMethod.GET,
            "deleteConnection", ConnectionsMethod.DELETE);

    private static JavaClasses house;

    @BeforeAll
    static void readTheHouse() {
        Path root = Path.of("").toAbsolutePath().getParent();
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPaths(Stream.of("entity-routing", "platform-core", "platform-lambda")
                        .map(module -> root.resolve(module).resolve("target/classes"))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(FunctionLayout.class)
    void a_function_may_do_what_its_code_does_and_nothing_else(FunctionLayout function) {
        Map<JavaCodeUnit, JavaCodeUnit> reached = reachedFrom(function);
        List<String> how = new ArrayList<>();
        assertThat(reached).as("code that " + function + " reaches").hasSizeGreaterThan(20);
        FunctionAccess access = FunctionAccess.of(function);

        Map<String, Set<TableAction>> granted = new HashMap<>();
        granted.put("connections", access.connections());
        granted.put("registry", access.registry());
        granted.put("events", access.events());
        // which of the two a query names cannot be told from the compiled call
        granted.put(
                "subscriptions",
                Stream.concat(access.subscriptions().stream(), access.roomsOfConnection().stream())
                        .collect(Collectors.toSet()));
        granted.values().removeIf(Set::isEmpty);
        Map<String, Set<TableAction>> used = used(reached, how);
        assertThat(used)
                .as(() -> function + " on the tables; reached are\n" + String.join("\n", how))
                .isEqualTo(granted);

        assertThat(calls(reached.keySet(), CONNECTIONS).map(METHODS::get).collect(Collectors.toSet()))
                .as(function + " on @connections")
                .isEqualTo(access.posts());
        assertThat(calls(reached.keySet(), SECRETS).anyMatch("getSecretValue"::equals))
                .as(function + " on secrets")
                .isEqualTo(access.readsSecrets());
        assertThat(calls(reached.keySet(), EVENTS).anyMatch("putEvents"::equals))
                .as(function + " on the event bus")
                .isEqualTo(access.tellsEvents());
    }

    /** Where each function's code begins; Micronaut calls the HTTP API's controllers and filters itself. */
    private static Stream<JavaClass> roots(FunctionLayout function) {
        if (function == FunctionLayout.HTTP) {
            return house.stream()
                    .filter(type -> type.getPackageName().equals("io.trunkline.lambda.http")
                            || type.getName().equals(function.handler()));
        }
        String handler = function.handler().replaceAll("Function$", "Handler");
        return Stream.of(handler, function.handler()).filter(house::contain).map(house::get);
    }

    /** What can be reached, each with what leads there. */
    private static Map<JavaCodeUnit, JavaCodeUnit> reachedFrom(FunctionLayout function) {
        Map<JavaCodeUnit, JavaCodeUnit> reached = new HashMap<>();
        Set<JavaClass> made = new HashSet<>();
        Deque<JavaCodeUnit> next = new ArrayDeque<>();
        roots(function).flatMap(type -> type.getCodeUnits().stream()).forEach(root -> {
            reached.put(root, root);
            next.add(root);
        });
        while (!next.isEmpty()) {
            JavaCodeUnit unit = next.pop();
            JavaClass owner = unit.getOwner();
            Set<JavaCodeUnit> found = new HashSet<>();
            if (made.add(owner)) {
                // whoever can be called has been made, and what its constructors hand on can be called too
                found.addAll(owner.getConstructors());
                owner.getStaticInitializer().ifPresent(found::add);
                // the JDK calls what implements its interfaces: a Callable, a Supplier
                if (owner.getAllRawInterfaces().stream()
                        .anyMatch(type -> type.getName().startsWith("java.util.")
                                || type.getName().equals("java.lang.Runnable"))) {
                    found.addAll(owner.getMethods());
                }
            }
            targets(unit).forEach(target -> Stream.concat(
                            Stream.of(target.getOwner()), target.getOwner().getAllSubclasses().stream())
                    .flatMap(type -> type.getCodeUnits().stream())
                    .filter(candidate -> candidate.getName().equals(target.getName())
                            && candidate.getRawParameterTypes().size()
                                    == target.getRawParameterTypes().size())
                    .forEach(found::add));
            for (JavaCodeUnit one : found) {
                JavaClass type = one.getOwner();
                // the wiring makes every part of every function, whatever is asked for
                if (type.getName().startsWith("io.trunkline.")
                        && !type.getPackageName().startsWith("io.trunkline.lambda.wiring")
                        && !type.getSimpleName().startsWith("$")
                        && reached.putIfAbsent(one, unit) == null) {
                    next.add(one);
                }
            }
        }
        return reached;
    }

    private static Stream<? extends CodeUnitAccessTarget> targets(JavaCodeUnit unit) {
        return Stream.concat(
                unit.getCallsFromSelf().stream().map(call -> call.getTarget()),
                unit.getCodeUnitReferencesFromSelf().stream().map(reference -> reference.getTarget()));
    }

    private static Map<String, Set<TableAction>> used(Map<JavaCodeUnit, JavaCodeUnit> reached, List<String> how) {
        Map<String, Set<TableAction>> used = new HashMap<>();
        for (JavaCodeUnit unit : reached.keySet()) {
            Set<TableAction> actions = targets(unit)
                    .filter(target -> target.getOwner().getName().equals(DYNAMO))
                    .filter(target -> !target.getName().equals("close"))
                    .map(target -> Objects.requireNonNull(
                            ACTIONS.get(target.getName()), () -> "say above what grants " + target.getName()))
                    .flatMap(Set::stream)
                    .collect(Collectors.toSet());
            if (!actions.isEmpty()) {
                Set<String> tables = tables(unit.getOwner(), reached.keySet(), new HashSet<>());
                tables.forEach(table ->
                        used.computeIfAbsent(table, ignored -> new HashSet<>()).addAll(actions));
                how.add(tables + " " + actions + " by " + path(unit, reached));
            }
        }
        return used;
    }

    private static String path(JavaCodeUnit unit, Map<JavaCodeUnit, JavaCodeUnit> reached) {
        List<String> steps = new ArrayList<>();
        for (JavaCodeUnit step = unit; steps.size() < 30; step = Objects.requireNonNull(reached.get(step))) {
            steps.add(step.getOwner().getSimpleName() + "." + step.getName());
            if (step.equals(reached.get(step))) {
                break;
            }
        }
        return String.join(" < ", steps);
    }

    /** The tables that an adapter names; of one that is handed its table, those of the adapters that call it. */
    private static Set<String> tables(JavaClass adapter, Set<JavaCodeUnit> reached, Set<JavaClass> seen) {
        if (!seen.add(adapter)) {
            return Set.of();
        }
        Set<String> own = adapter.getCodeUnits().stream()
                .flatMap(unit -> unit.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().equals(TableLayout.class.getName()))
                .map(call -> call.getTarget().getName())
                .collect(Collectors.toSet());
        return own.isEmpty()
                ? reached.stream()
                        .filter(unit -> unit.getCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().equals(adapter)))
                        .map(JavaCodeUnit::getOwner)
                        .flatMap(caller -> tables(caller, reached, seen).stream())
                        .collect(Collectors.toSet())
                : own;
    }

    private static Stream<String> calls(Set<JavaCodeUnit> reached, String client) {
        return reached.stream()
                .flatMap(unit -> unit.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().equals(client))
                .map(call -> call.getTarget().getName())
                .filter(name -> METHODS.containsKey(name) || name.equals("getSecretValue") || name.equals("putEvents"));
    }
}
