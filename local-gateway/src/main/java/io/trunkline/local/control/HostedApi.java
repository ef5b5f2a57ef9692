package io.trunkline.local.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A WebSocket API of the account with one stage. What it serves is what its integrations were when the deployment that
 * the stage shows was made; a change to an integration is not seen before, unless the stage deploys by itself.
 */
public final class HostedApi {
    /** The API as it was at one time: route keys and the URIs that they led to. */
    record Deployment(String id, String description, Instant createdAt, Map<String, String> uris) {
        Deployment {
            uris = Map.copyOf(uris);
        }
    }

    private final String id;
    private final String name;
    private final String stage;
    private final boolean autoDeploy;
    private final Map<String, String> integrations = new TreeMap<>();
    private final Map<String, String> routes = new TreeMap<>();
    private final Map<String, Deployment> deployments = new LinkedHashMap<>();
    private String serving;
    private int made;
    private Runnable atItsEnd = () -> {};

    /** @param uris where each route leads at first, by route key; routes of one URI share an integration */
    public HostedApi(String id, String name, String stage, Map<String, String> uris, Instant now) {
        this(id, name, stage, uris, false, now);
    }

    /** @param autoDeploy whether each change is deployed by itself */
    public HostedApi(String id, String name, String stage, Map<String, String> uris, boolean autoDeploy, Instant now) {
        this.id = id;
        this.name = name;
        this.stage = stage;
        this.autoDeploy = autoDeploy;
        Map<String, String> byUri = new TreeMap<>();
        new TreeMap<>(uris).forEach((key, uri) -> {
            String integration = byUri.computeIfAbsent(uri, _ -> "int" + (byUri.size() + 1));
            integrations.put(integration, uri);
            routes.put(key, integration);
        });
        this.serving = deploy("", now).id();
    }

    public String id() {
        return id;
    }

    public String stage() {
        return stage;
    }

    String name() {
        return name;
    }

    boolean autoDeploys() {
        return autoDeploy;
    }

    /** What is to be done when the API is deleted. */
    public synchronized void whenDeleted(Runnable action) {
        atItsEnd = action;
    }

    void end() {
        Runnable action;
        synchronized (this) {
            action = atItsEnd;
            atItsEnd = () -> {};
        }
        action.run();
    }

    /** Integration ids by route key. */
    Map<String, String> routes() {
        return routes;
    }

    /** URIs by integration id. */
    synchronized Map<String, String> integrations() {
        return new TreeMap<>(integrations);
    }

    /** False where there is no such integration. */
    synchronized boolean lead(String integration, String uri, Instant now) {
        boolean there = integrations.replace(integration, uri) != null;
        if (there && autoDeploy) {
            serving = deploy("Automatic deployment triggered by changes to the Api configuration", now)
                    .id();
        }
        return there;
    }

    synchronized List<Deployment> deployments() {
        return new ArrayList<>(deployments.values());
    }

    synchronized Deployment deploy(String description, Instant now) {
        Map<String, String> uris = new TreeMap<>();
        routes.forEach((key, integration) -> uris.put(key, integrations.getOrDefault(integration, "")));
        made++;
        Deployment deployment = new Deployment("dep" + made, description, now, uris);
        deployments.put(deployment.id(), deployment);
        return deployment;
    }

    /** Which deployment the stage shows. */
    synchronized String serving() {
        return serving;
    }

    /** Lets the stage show a deployment; false where there is no such one. */
    synchronized boolean serve(String deployment) {
        if (!deployments.containsKey(deployment)) {
            return false;
        }
        serving = deployment;
        return true;
    }

    /** Removes a deployment that the stage does not show; false for one that it shows. */
    synchronized boolean forget(String deployment) {
        if (deployment.equals(serving)) {
            return false;
        }
        deployments.remove(deployment);
        return true;
    }

    /** Where a route leads now. */
    synchronized Optional<String> uri(String routeKey) {
        return Optional.ofNullable(deployments.get(serving))
                .map(deployment -> deployment.uris().get(routeKey));
    }
}
