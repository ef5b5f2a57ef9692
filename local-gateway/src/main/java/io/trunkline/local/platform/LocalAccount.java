package io.trunkline.local.platform;

import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.local.connections.CredentialLookup;
import io.trunkline.local.control.Account;
import io.trunkline.local.control.ControlPlanes;
import io.trunkline.local.control.HostedApi;
import io.trunkline.local.control.HostedFunction;
import io.trunkline.local.event.ApiIdentity;
import io.trunkline.local.route.Integration;
import io.trunkline.local.route.Invoker;
import io.trunkline.local.route.RouteSelectionExpression;
import io.trunkline.local.route.Routes;
import io.trunkline.local.ws.Door;
import io.trunkline.local.ws.Listening;
import io.trunkline.local.ws.WebSocketApi;
import io.trunkline.local.ws.WebSocketGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The account that a local platform stands for, with its control planes: the platform's function is in it, and
 * standalone apps of older kinds may be put beside it, each with an API and a function of its own.
 */
public final class LocalAccount implements AutoCloseable {
    private static final String STACK = "trunkline-" + TableLayout.DEFAULT_ECOSYSTEM;

    private final Account account;
    private final WebSocketGateway gateway;
    private final CredentialLookup credentials;
    private final ControlPlanes planes;
    private final HostedFunction websocket;
    private final Deque<WebSocketGateway> apis = new ConcurrentLinkedDeque<>();

    private LocalAccount(
            Account account,
            WebSocketGateway gateway,
            CredentialLookup credentials,
            ControlPlanes planes,
            HostedFunction websocket) {
        this.account = account;
        this.gateway = gateway;
        this.credentials = credentials;
        this.planes = planes;
        this.websocket = websocket;
    }

    /** @param websocket the platform's function */
    static LocalAccount open(
            Account account, String stage, WebSocketGateway gateway, CredentialLookup credentials, Invoker websocket)
            throws IOException {
        HostedFunction function = new HostedFunction(
                TableLayout.DEFAULT_ECOSYSTEM + "-" + stage + "-" + FunctionLayout.WEBSOCKET.functionName(),
                "java25",
                Map.of(),
                websocket);
        account.add(function);
        account.owned(function.name(), STACK, "WebSocketFunction", "AWS::Lambda::Function");
        return new LocalAccount(
                account,
                gateway,
                credentials,
                ControlPlanes.start(account, credentials, InstantSource.system()),
                function);
    }

    /** Where the control planes are called. */
    public URI controlUri() {
        return planes.uri();
    }

    /** The platform's function, which a standalone API can be led to. */
    public String websocketFunction() {
        return websocket.name();
    }

    /**
     * Opens a standalone app: an API without an authorizer whose {@code $connect}, {@code $disconnect} and
     * {@code $default} lead to {@code function}; no route has a response.
     *
     * @param stage no other API's here: it tells their @connections apart
     * @param stack that is said to have made it
     * @return where its clients connect
     * @throws IOException if no port can be listened on
     */
    public URI open(String apiId, String name, String stage, String stack, HostedFunction function) throws IOException {
        Map<String, String> uris = new HashMap<>();
        Map<String, Integration> integrations = new HashMap<>();
        List<String> keys = List.of(Routes.CONNECT, Routes.DISCONNECT, Routes.DEFAULT);
        keys.forEach(key -> uris.put(key, account.uri(function)));
        HostedApi api =
                new HostedApi(apiId, name, stage, uris, InstantSource.system().instant());
        keys.forEach(key -> integrations.put(key, Integration.oneWay(account.behind(api, key))));
        account.add(function);
        account.add(api);
        account.permit(function, name + "-invoke", apiId);
        account.owned(apiId, stack, "WebSocketApi", "AWS::ApiGatewayV2::Api");
        account.owned(function.name(), stack, "WebSocketFunction", "AWS::Lambda::Function");
        WebSocketGateway opened = WebSocketGateway.start(
                WebSocketApi.of(
                        new ApiIdentity(apiId, stage, account.region(), account.id(), Map.of()),
                        new Listening(InetAddress.getLoopbackAddress(), List.of(new Door(name, 0))),
                        new Routes(RouteSelectionExpression.parse("$request.body.action"), integrations),
                        Optional.empty()),
                credentials,
                InstantSource.system(),
                new SecureRandom());
        apis.push(opened);
        gateway.alsoAnswersFor(opened);
        api.whenDeleted(() -> {
            gateway.answersNoMoreFor(opened);
            if (apis.remove(opened)) {
                opened.delete();
            }
        });
        return URI.create("ws://127.0.0.1:" + opened.port(name) + "/" + stage);
    }

    /** Says that a stack made a resource, such as a table. */
    public void owned(String physicalId, String stack, String logicalId, String type) {
        account.owned(physicalId, stack, logicalId, type);
    }

    /** As after a deploy of the stack without these resources, all of them retained: it owns nothing any more. */
    public void takenOutOf(String stack) {
        account.takenOutOf(stack);
    }

    @Override
    public void close() {
        apis.forEach(WebSocketGateway::close);
        planes.close();
    }
}
