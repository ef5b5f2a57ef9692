package io.trunkline.local.route;

/** The route that a message takes, by the key that its event names. */
public record SelectedRoute(String routeKey, Integration integration) {}
