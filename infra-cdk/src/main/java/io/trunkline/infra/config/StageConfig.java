package io.trunkline.infra.config;

import io.trunkline.core.schema.TableLayout;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is deployed, and how. {@link StageSettings} reads one; ENVS-like table: docs/deploy.md.
 *
 * @param ecosystem first part of every name
 * @param encryption who holds the key of the tables
 * @param domain custom domain of the WebSocket API; with {@code *.} in front every name below it is a door
 * @param httpDomain custom domain of the HTTP API; must be another, since API Gateway maps a domain to one kind of API
 * @param doorApis older APIs, each on its own stage, whose connections are served too
 * @param secrets names of the secrets in Secrets Manager that tenant files refer to by {@code secretsmanager:NAME}
 * @param alarmEmail where alarms go; nobody is told where it is empty, the topic is there all the same
 * @param eventBus the EventBridge bus of this account and Region that is told what happens; none where it is empty
 * @param highConnections open connections above which the alarm of that name goes off, and connects in five minutes
 *     above which ConnectStorm does
 */
public record StageConfig(
        Stage stage,
        String ecosystem,
        TableKey encryption,
        Optional<Domain> domain,
        Optional<Domain> httpDomain,
        List<DoorApi> doorApis,
        List<String> secrets,
        Optional<String> alarmEmail,
        Optional<String> eventBus,
        int highConnections) {
    private static final Pattern ECOSYSTEM = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,23}");
    private static final Pattern BUS = Pattern.compile("[A-Za-z0-9._-]{1,256}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");

    /** Who holds the key that the tables are encrypted by; they are encrypted in any case. */
    public enum TableKey {
        /** DynamoDB's own key: nothing to pay, nothing to see. */
        AWS_OWNED,
        /** The account's {@code aws/dynamodb}: its use is in CloudTrail. */
        AWS_MANAGED,
        /** A key of this stage, rotated every year: its policy and its use are the account's own. */
        CUSTOMER
    }

    /**
     * A custom domain.
     *
     * @param certificateArn of ACM in the same Region, for this name
     * @param zone the hosted zone that gets the record; none is written where it is empty
     */
    public record Domain(String name, String certificateArn, Optional<Zone> zone) {
        private static final Pattern NAME =
                Pattern.compile("(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

        public Domain {
            require(NAME, name, "a domain name, or *. and a domain name");
        }

        /** Whether every name below it leads here. */
        public boolean wildcard() {
            return name.startsWith("*.");
        }
    }

    /** A hosted zone of Route 53. */
    public record Zone(String id, String name) {}

    /** An older API that holds connections of this platform. */
    public record DoorApi(String apiId, String stage) {
        private static final Pattern TEXT = Pattern.compile("([a-z0-9]{10})/([A-Za-z0-9_-]{1,128}|\\$default)");

        /** Reads {@code abc123def0/dev}. */
        static DoorApi of(String text) {
            require(TEXT, text, "an API's id, / and its stage, like abc123def0/dev");
            int slash = text.indexOf('/');
            return new DoorApi(text.substring(0, slash), text.substring(slash + 1));
        }
    }

    public StageConfig {
        doorApis = List.copyOf(doorApis);
        secrets = List.copyOf(secrets);
        require(ECOSYSTEM, ecosystem, "up to 24 letters and digits, a letter first");
        secrets.forEach(secret -> require(SECRET, secret, "the name of a secret in Secrets Manager, not its value"));
        eventBus.ifPresent(bus -> require(BUS, bus, "the name of an event bus"));
        if (highConnections < 1) {
            throw new IllegalArgumentException("highConnections must be above 0");
        }
    }

    /** A stage with nothing said about it. */
    public static StageConfig of(Stage stage) {
        return new StageConfig(
                stage,
                TableLayout.DEFAULT_ECOSYSTEM,
                TableKey.AWS_OWNED,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                10_000);
    }

    public TableLayout tables() {
        return new TableLayout(ecosystem, stage.text());
    }

    /** {@code WizzUser-dev-Data}: a stack's, a function's or a queue's name. */
    public String name(String last) {
        return ecosystem + "-" + stage.text() + "-" + last;
    }

    /** {@code WizzUser-WebSocket-dev}. */
    public String apiName(String kind) {
        return ecosystem + "-" + kind + "-" + stage.text();
    }

    /** {@code /trunkline/WizzUser/dev/websocket-url}: where other teams' stacks find what they need. */
    public String parameter(String last) {
        return "/trunkline/" + ecosystem + "/" + stage.text() + "/" + last;
    }

    private static void require(Pattern pattern, String text, String what) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + what);
        }
    }
}
