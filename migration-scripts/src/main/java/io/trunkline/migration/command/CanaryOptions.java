package io.trunkline.migration.command;

import io.trunkline.core.delivery.Sleeper;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.step.Canary;
import io.trunkline.routing.key.EntityRef;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Clients of our own that a watch keeps connected, and what is published to them. */
final class CanaryOptions {
    /** One door's. Without Optional: picocli would set that in a group that nobody has named. */
    static final class Door {
        @Option(
                names = "--canary",
                required = true,
                paramLabel = "URL",
                description =
                        "watch: a door at which a client of its own stays connected, as wss://HOST/STAGE?token={token};"
                                + " name both. At each look a numbered event is published to it, and what each door's"
                                + " client got is compared.")
        private String url = "";

        @Option(
                names = "--canary-frame",
                paramLabel = "TEXT",
                description = "What the --canary before it says once it is connected; {token} in it is the token."
                        + " Default: nothing.")
        private @Nullable String frame;

        @Option(
                names = "--canary-subprotocol",
                paramLabel = "NAME",
                description = "What the --canary before it offers. Default: none.")
        private @Nullable String subprotocol;
    }

    @Option(
            names = "--canary-entity",
            paramLabel = "TYPE/ID",
            description = "Whom these clients stand for, and nobody else does: events go to it.")
    private Optional<String> entity = Optional.empty();

    @Option(names = "--canary-http", paramLabel = "URL", description = "Where the platform's HTTP API is.")
    private Optional<URI> http = Optional.empty();

    @Option(
            names = "--canary-key-env",
            paramLabel = "NAME",
            description = "The environment variable that holds an API key with the scope publish.")
    private Optional<String> keyVariable = Optional.empty();

    @Option(
            names = "--canary-token-env",
            paramLabel = "NAME",
            description = "The environment variable that holds these clients' token, in the place of {token}.")
    private Optional<String> tokenVariable = Optional.empty();

    @Option(
            names = "--canary-event",
            paramLabel = "NAME",
            defaultValue = "trunkline.canary",
            description = "The event's name. Default: trunkline.canary.")
    private String event = "trunkline.canary";

    @Option(
            names = "--canary-data",
            paramLabel = "JSON",
            defaultValue = "{\"canary\":\"{number}\"}",
            description = "The event's data, with {number} where its number goes. Default: one field.")
    private String data = "{\"canary\":\"{number}\"}";

    /** Empty where no door is named. Throws {@link OperatorException} where something else is missing. */
    Optional<Canary> canary(List<Door> doors) {
        if (doors.isEmpty()) {
            return Optional.empty();
        }
        String whom = entity.filter(text -> text.matches("[^/]+/.+"))
                .orElseThrow(() -> new OperatorException(
                        "--canary wants --canary-entity TYPE/ID: whom its clients" + " stand for"));
        String parsed;
        try {
            parsed = EntityRef.parse(whom).toString();
        } catch (IllegalArgumentException e) {
            throw new OperatorException("--canary-entity: '" + whom + "' is no TYPE/ID", e);
        }
        return Optional.of(new Canary(
                new Canary.Order(
                        doors.stream()
                                .map(door -> new Canary.Door(
                                        door.url,
                                        Optional.ofNullable(door.frame),
                                        Optional.ofNullable(door.subprotocol)))
                                .toList(),
                        parsed,
                        http.orElseThrow(() ->
                                new OperatorException("--canary wants --canary-http URL: the platform's HTTP API")),
                        Variables.value(
                                        "--canary-key-env",
                                        Optional.of(keyVariable.orElseThrow(() -> new OperatorException(
                                                "--canary wants --canary-key-env NAME: the variable with an API key"
                                                        + " that has the scope publish"))))
                                .orElseThrow(),
                        Variables.value("--canary-token-env", tokenVariable),
                        event,
                        data),
                Sleeper.SYSTEM));
    }
}
