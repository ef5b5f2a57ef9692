package io.trunkline.local.control;

import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one account has in one Region on this machine. */
public final class Account {
    /** Which stack made a resource. */
    record Owner(String stack, String logicalId, String type) {}

    private static final Pattern FUNCTION = Pattern.compile(".*/functions/(arn:aws:lambda:[^/]+)/invocations");

    private final String id;
    private final String region;
    private final Map<String, HostedApi> apis = new ConcurrentHashMap<>();
    private final Map<String, HostedFunction> functions = new ConcurrentHashMap<>();
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();

    /** @param id twelve digits */
    public Account(String id, String region) {
        this.id = id;
        this.region = region;
    }

    public String id() {
        return id;
    }

    public String region() {
        return region;
    }

    public void add(HostedApi api) {
        apis.put(api.id(), api);
    }

    public void add(HostedFunction function) {
        functions.put(function.name(), function);
    }

    /** Removes an API: its door closes, and nothing of it answers any more; false where there is none. */
    boolean deleteApi(String apiId) {
        HostedApi api = apis.remove(apiId);
        if (api != null) {
            api.end();
        }
        return api != null;
    }

    /** Removes a function; what still leads to it is answered with an error. */
    void delete(HostedFunction function) {
        functions.remove(function.name());
    }

    /** Says which stack made a resource. */
    public void owned(String physicalId, String stack, String logicalId, String type) {
        owners.put(physicalId, new Owner(stack, logicalId, type));
    }

    /** As after a deploy of the stack's template without these resources, all of them retained: it owns nothing. */
    public void takenOutOf(String stack) {
        owners.values().removeIf(owner -> owner.stack().equals(stack));
    }

    /** Lets an API call a function, as a template's AWS::Lambda::Permission does. */
    public void permit(HostedFunction function, String statement, String apiId) {
        function.add(new HostedFunction.Statement(
                statement,
                "apigateway.amazonaws.com",
                "lambda:InvokeFunction",
                Optional.of("arn:aws:execute-api:" + region + ":" + id + ":" + apiId + "/*")));
    }

    List<HostedApi> apis() {
        return apis.values().stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
    }

    Optional<HostedApi> api(String apiId) {
        return Optional.ofNullable(apis.get(apiId));
    }

    /** By its name or ARN. */
    Optional<HostedFunction> function(String nameOrArn) {
        String prefix = arn("");
        return Optional.ofNullable(
                functions.get(nameOrArn.startsWith(prefix) ? nameOrArn.substring(prefix.length()) : nameOrArn));
    }

    Optional<Owner> owner(String physicalId) {
        return Optional.ofNullable(owners.get(physicalId));
    }

    String arn(String function) {
        return "arn:aws:lambda:" + region + ":" + id + ":function:" + function;
    }

    /** The URI by which an integration leads to a function. */
    public String uri(HostedFunction function) {
        return "arn:aws:apigateway:" + region + ":lambda:path/2015-03-31/functions/" + arn(function.name())
                + "/invocations";
    }

    /** What stands behind a route: at each call, whatever the API's stage shows then, if the function lets it. */
    public Invoker behind(HostedApi api, String routeKey) {
        return event -> api(api.id())
                .filter(there -> there == api)
                .flatMap(_ -> function(api, routeKey))
                .map(function -> function.invoker().invoke(event))
                .orElseGet(() -> new InvokeOutcome.FunctionError(
                        "AccessDenied",
                        "the route " + routeKey + " of " + api.id() + " leads to no function that lets it"));
    }

    private Optional<HostedFunction> function(HostedApi api, String routeKey) {
        String source =
                "arn:aws:execute-api:" + region + ":" + id + ":" + api.id() + "/" + api.stage() + "/" + routeKey;
        return api.uri(routeKey)
                .map(FUNCTION::matcher)
                .filter(Matcher::matches)
                .flatMap(matcher -> function(matcher.group(1)))
                .filter(function -> function.lets(source));
    }
}
