package io.trunkline.child;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Arrays;

/**
 * Runs DynamoDB Local in its child JVM, on loopback and on a port of the system's choice or of ours. Its own main class
 * listens on every address of the machine, on a port that must be chosen before, and has no option against either; so
 * the server's connector is told before it starts. By reflection, as DynamoDB Local's classes are on that JVM's class
 * path only.
 */
public final class DynamoDbLocalMain {
    static final String LISTENING = "dynamodb-local listening on ";

    private DynamoDbLocalMain() {}

    /** Arguments: the port, 0 for the system's choice; then DynamoDB Local's own. */
    public static void main(String[] arguments) throws Exception {
        Object proxy = Class.forName("com.amazonaws.services.dynamodbv2.local.main.ServerRunner")
                .getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
        Field field = proxy.getClass().getDeclaredField("server");
        field.setAccessible(true);
        Object jetty = field.get(proxy);
        Object connector = Array.get(jetty.getClass().getMethod("getConnectors").invoke(jetty), 0);
        connector.getClass().getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
        // its option refuses 0, the system's choice
        connector.getClass().getMethod("setPort", int.class).invoke(connector, Integer.parseInt(arguments[0]));
        proxy.getClass().getMethod("start").invoke(proxy);
        System.out.println(
                LISTENING + connector.getClass().getMethod("getLocalPort").invoke(connector));
        jetty.getClass().getMethod("join").invoke(jetty);
    }
}
