package io.trunkline.migration.step;

import io.trunkline.migration.control.ApiPlane;
import io.trunkline.migration.control.ControlPlanes;
import io.trunkline.migration.control.FunctionPlane;
import io.trunkline.migration.control.HealthPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One API with one integration on three routes, its function and the platform's; fails where it is told to. */
final class InMemoryPlanes implements ApiPlane, FunctionPlane {
    static final String PLATFORM = "arn:aws:lambda:us-east-1:111122223333:function:platform";

    private final Map<String, String> uris = new TreeMap<>(Map.of("i1", "arn:old"));
    private final Map<String, String> statements = new TreeMap<>();
    private final Map<String, String> deployments = new TreeMap<>(Map.of("d1", "first"));
    private final List<String> deleted = new ArrayList<>();
    private final Map<String, String> variables = new TreeMap<>(Map.of("TABLE", "older-table"));
    private String served = "d1";
    private int callsLeft = Integer.MAX_VALUE;

    ControlPlanes planes() {
        return new ControlPlanes(
                "111122223333", "us-east-1", this, this, physicalId -> Optional.empty(), HealthPlane.NONE);
    }

    /** As when the process is killed: the call after these does nothing but fail. */
    void dieAfter(int changes) {
        callsLeft = changes;
    }

    /** All that can be changed. */
    String everything() {
        return uris + " " + statements + " " + deployments + " " + served + " " + deleted + " " + variables;
    }

    void setElsewhere(String variable, String value) {
        variables.put(variable, value);
    }

    void changeElsewhere(String uri) {
        uris.put("i1", uri);
    }

    private void change() {
        if (callsLeft-- <= 0) {
            throw new IllegalStateException("killed");
        }
    }

    @Override
    public List<Api> apis() {
        return deleted.contains("API a1")
                ? List.of()
                : List.of(new Api("a1", "legacy", "$request.body.action", Map.of()));
    }

    @Override
    public Optional<Api> api(String id) {
        return apis().stream().filter(api -> api.id().equals(id)).findFirst();
    }

    @Override
    public List<Stage> stages(String api) {
        return List.of(new Stage("dev", Optional.of(served), false));
    }

    @Override
    public List<Route> routes(String api) {
        List<Route> routes = new ArrayList<>();
        for (String key : List.of("$connect", "$disconnect", "$default")) {
            routes.add(new Route("r" + key, key, Optional.of("i1"), "NONE"));
        }
        return routes;
    }

    @Override
    public List<Integration> integrations(String api) {
        return uris.entrySet().stream()
                .map(entry -> new Integration(
                        entry.getKey(), "AWS_PROXY", entry.getValue(), Optional.of("POST"), Optional.empty()))
                .toList();
    }

    @Override
    public void lead(String api, String integration, String uri) {
        change();
        uris.put(integration, uri);
    }

    @Override
    public String deploy(String api, String description) {
        change();
        String id = "d" + (deployments.size() + 1);
        deployments.put(id, description);
        return id;
    }

    @Override
    public Optional<String> deployment(String api, String description) {
        return deployments.entrySet().stream()
                .filter(entry -> entry.getValue().equals(description))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public void serve(String api, String stage, String deployment) {
        change();
        served = deployment;
    }

    @Override
    public void forget(String api, String deployment) {
        change();
        deployments.remove(deployment);
    }

    @Override
    public Optional<Function> function(String name) {
        if (name.equals("nobody") || deleted.contains("function " + name)) {
            return Optional.empty();
        }
        return Optional.of(new Function("platform", PLATFORM, "java25", Map.of()));
    }

    @Override
    public Optional<String> variable(String name, String variable) {
        return Optional.ofNullable(variables.get(variable));
    }

    @Override
    public boolean set(String name, String variable, Optional<String> value, Predicate<Optional<String>> where) {
        change();
        if (!where.test(variable(name, variable))) {
            return false;
        }
        value.ifPresentOrElse(text -> variables.put(variable, text), () -> variables.remove(variable));
        return true;
    }

    @Override
    public List<Statement> permissions(String name) {
        return statements.entrySet().stream()
                .map(entry -> new Statement(entry.getKey(), "apigateway.amazonaws.com", entry.getValue()))
                .toList();
    }

    @Override
    public void permit(String name, String statement, String sourceArn) {
        change();
        statements.putIfAbsent(statement, sourceArn);
    }

    @Override
    public void forbid(String name, String statement) {
        change();
        statements.remove(statement);
    }

    @Override
    public void delete(String api) {
        change();
        deleted.add("API " + api);
    }

    @Override
    public void remove(String name) {
        change();
        deleted.add("function " + name);
    }
}
