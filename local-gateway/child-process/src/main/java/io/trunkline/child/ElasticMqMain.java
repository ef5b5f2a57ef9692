package io.trunkline.child;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Runs ElasticMQ in its child JVM, on loopback and on a port of the system's choice, with its queues and messages in a
 * file where one is named. Its library has no main class; this does what its server's would. By reflection, as its
 * classes are on that JVM's class path only.
 */
public final class ElasticMqMain {
    static final String LISTENING = "elasticmq listening on ";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ElasticMqMain() {}

    /** Arguments: the file to keep messages in, without an extension; none for memory. */
    public static void main(String[] arguments) throws Exception {
        // read by its configuration, which system properties override
        System.setProperty("rest-sqs.bind-hostname", "127.0.0.1");
        System.setProperty("rest-sqs.bind-port", "0");
        System.setProperty("generate-node-address", "true");
        System.setProperty("aws.region", "us-east-1");
        if (arguments.length > 0) {
            System.setProperty("messages-storage.enabled", "true");
            System.setProperty("messages-storage.uri", "jdbc:h2:" + arguments[0]);
        }
        Object settings = Class.forName("org.elasticmq.server.config.ElasticMQServerConfig")
                .getConstructors()[0]
                .newInstance(Class.forName("com.typesafe.config.ConfigFactory")
                        .getMethod("load")
                        .invoke(null));
        Object system = Class.forName("org.apache.pekko.actor.ActorSystem")
                .getMethod("create", String.class)
                .invoke(null, "elasticmq");
        Object none = Class.forName("scala.Option").getMethod("empty").invoke(null);
        Object store = none;
        if (arguments.length > 0) {
            Object actor = actor(
                    system,
                    "org.elasticmq.persistence.sql.SqlQueuePersistenceActor",
                    get(settings, "sqlQueuePersistenceConfig"),
                    get(settings, "baseQueues"));
            store = some(actor);
        }
        Object limits = get(get(settings, "restSqs"), "sqsLimits");
        Object manager = actor(
                system,
                "org.elasticmq.actor.QueueManagerActor",
                Class.forName("org.elasticmq.util.NowProvider").getConstructor().newInstance(),
                limits,
                store);
        Object builder = constructor("org.elasticmq.rest.sqs.TheSQSRestServerBuilder")
                .newInstance(
                        some(system),
                        some(manager),
                        "127.0.0.1",
                        0,
                        get(settings, "nodeAddress"),
                        true,
                        limits,
                        get(settings, "awsRegion"),
                        get(settings, "awsAccountId"),
                        store,
                        get(settings, "autoCreateQueues"));
        Object binding = get(get(builder, "start"), "waitUntilStarted");
        if (arguments.length > 0) {
            restore(get(store, "get"), manager);
        }
        Object address = get(binding, "localAddress");
        System.out.println(LISTENING + get(address, "getPort"));
    }

    /** Reads the queues and messages of the file. */
    private static void restore(Object store, Object manager) throws Exception {
        Object message =
                constructor("org.elasticmq.actor.queue.QueueEvent$Restore").newInstance(manager);
        CompletionStage<?> restored = (CompletionStage<?>) Class.forName("org.apache.pekko.pattern.Patterns")
                .getMethod("ask", Class.forName("org.apache.pekko.actor.ActorRef"), Object.class, Duration.class)
                .invoke(null, store, message, PATIENCE);
        Object outcome = restored.toCompletableFuture().join();
        if ((boolean) get(outcome, "isLeft")) {
            throw new IllegalStateException("the stored queues cannot be read: " + outcome);
        }
    }

    private static Object actor(Object system, String type, Object... arguments) throws Exception {
        Class<?> props = Class.forName("org.apache.pekko.actor.Props");
        Object made =
                props.getMethod("create", Class.class, Object[].class).invoke(null, Class.forName(type), arguments);
        return Class.forName("org.apache.pekko.actor.ActorRefFactory")
                .getMethod("actorOf", props)
                .invoke(system, made);
    }

    private static Object some(Object value) throws Exception {
        return constructor("scala.Some").newInstance(value);
    }

    private static Constructor<?> constructor(String type) throws ClassNotFoundException {
        return Class.forName(type).getConstructors()[0];
    }

    private static Object get(Object target, String name) throws Exception {
        Method method = target.getClass().getMethod(name);
        // the class itself may be hidden, as some of the JDK's and of Pekko's are
        method.setAccessible(true);
        return method.invoke(target);
    }
}
