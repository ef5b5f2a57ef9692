package io.trunkline.local.route;

/**
 * What stands behind one route.
 *
 * @param hasRouteResponse whether the body that the function returns goes to the client; without a route response it
 *     goes nowhere
 */
public record Integration(Invoker invoker, boolean hasRouteResponse) {
    /** A route whose function's answer goes nowhere, as API Gateway sets up a route at first. */
    public static Integration oneWay(Invoker invoker) {
        return new Integration(invoker, false);
    }

    /** A route whose function's answer goes to the client. */
    public static Integration replying(Invoker invoker) {
        return new Integration(invoker, true);
    }
}
