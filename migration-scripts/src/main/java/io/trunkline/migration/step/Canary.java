package io.trunkline.migration.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.migration.OperatorException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Measures what reaches a client: one of our own stays connected behind each door, both as one entity; numbered events
 * are published to that entity as a back end publishes, and what each client got of them is compared: once, twice, not
 * at all, and how long it took.
 */
public final class Canary implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PUBLISH = Duration.ofSeconds(40);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** In which what is delivered twice comes a second time. */
    private static final Duration LATE = Duration.ofSeconds(2);

    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final int TRIES = 5;
    private static final int TOO_MANY = 429;
    private static final int CONFLICT = 409;

    /**
     * A door, and how its client speaks.
     *
     * @param url where it connects; {@code {token}} in it stands for the token
     * @param frame what it says once it is connected, where its dialect wants one
     */
    public record Door(String url, Optional<String> frame, Optional<String> subprotocol) {}

    /**
     * What is published, and to whom.
     *
     * @param entity that the clients stand for and nobody else does: {@code TYPE/ID}
     * @param http base of the platform's HTTP API
     * @param key of the tenant, with the scope publish
     * @param token that the clients connect with
     * @param data JSON, with {@code {number}} where the event's number stands
     */
    public record Order(
            List<Door> doors, String entity, URI http, String key, Optional<String> token, String event, String data) {
        public Order {
            doors = List.copyOf(doors);
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "canary of " + entity;
        }
    }

    /**
     * What one door's client got, of all numbers so far.
     *
     * @param nothing numbers that never came
     * @param cut how often it had to connect again
     * @param longest from the publish to the arrival
     */
    public record Tally(String door, long sent, long once, long twice, long nothing, long cut, Duration longest) {
        /** Whether each number came once, over one connection. */
        public boolean isWell() {
            return twice == 0 && nothing == 0 && cut == 0;
        }
    }

    private final Order order;
    private final Sleeper sleeper;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String run = "canary-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final List<CanaryClient> clients = new ArrayList<>();
    private final Map<String, Long> sent = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    public Canary(Order order, Sleeper sleeper) {
        this.order = order;
        this.sleeper = sleeper;
        Pattern number = Pattern.compile(Pattern.quote(run) + "[0-9]+");
        order.doors().forEach(door -> clients.add(new CanaryClient(http, door, order.token(), number)));
    }

    /** Whom the clients stand for; counts of others leave them out. */
    public String entity() {
        return order.entity();
    }

    /**
     * Connects who is not connected, publishes one event, and waits until everybody has it, or 10 seconds.
     *
     * @return when each had it, in words
     */
    public List<String> round() {
        for (CanaryClient client : clients) {
            client.connect()
                    .ifPresent(why -> faults.add("the canary at " + client.name() + " did not connect: " + why));
        }
        String number = run + (sent.size() + 1);
        long began = System.nanoTime();
        Optional<String> refused = publish(number);
        if (refused.isPresent()) {
            faults.add("the platform did not take event " + number + ": " + refused.get());
            return List.of("event " + number + " was not taken");
        }
        sent.put(number, began);
        while (System.nanoTime() - began < PATIENCE.toNanos()
                && clients.stream().anyMatch(client -> client.got(number).isEmpty())) {
            Pace.sleep(sleeper, GLANCE);
        }
        return clients.stream()
                .map(client -> client.name()
                        + client.got(number)
                                .map(got -> " after "
                                        + Duration.ofNanos(got.firstNanos() - began)
                                                .toMillis() + " ms")
                                .orElse(" nothing within " + PATIENCE.toSeconds() + " s"))
                .toList();
    }

    /** Waits a moment for what comes late or twice. */
    public void settle() {
        if (!sent.isEmpty()) {
            Pace.sleep(sleeper, LATE);
        }
    }

    /** What each door's client got so far. */
    public List<Tally> tallies() {
        return clients.stream().map(this::tally).toList();
    }

    private Tally tally(CanaryClient client) {
        long once = 0;
        long twice = 0;
        long nothing = 0;
        long longest = 0;
        for (Map.Entry<String, Long> one : sent.entrySet()) {
            Optional<CanaryClient.Got> got = client.got(one.getKey());
            if (got.isEmpty()) {
                nothing++;
                continue;
            }
            if (got.get().frames() == 1) {
                once++;
            } else {
                twice++;
            }
            longest = Math.max(longest, got.get().firstNanos() - one.getValue());
        }
        return new Tally(
                client.name(),
                sent.size(),
                once,
                twice,
                nothing,
                Math.max(0, client.connects() - 1),
                Duration.ofNanos(longest));
    }

    /** What did not go as it should, in words; a door's deliveries are in its tally. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** Why the platform did not take it, after some tries; the event's number is its idempotency key as well. */
    private Optional<String> publish(String number) {
        HttpRequest request = request(number);
        String why = "";
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                int status = answer.statusCode();
                if (status / 100 == 2) {
                    return Optional.empty();
                }
                why = "HTTP " + status + " " + why(answer.body()).strip();
                if (status / 100 == 4 && status != TOO_MANY && status != CONFLICT) {
                    throw new OperatorException("the platform refuses the canary's event: " + why
                            + ". See to --canary-key-env (a key with the scope publish), --canary-entity,"
                            + " --canary-event and --canary-data.");
                }
            } catch (IOException e) {
                why = "not reached: " + e.getClass().getSimpleName();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OperatorException("interrupted; nothing was changed", e);
            }
            Pace.sleep(sleeper, AGAIN);
        }
        return Optional.of(why);
    }

    private HttpRequest request(String number) {
        ObjectNode body =
                RowJson.JSON.createObjectNode().put("event", order.event()).put("idempotencyKey", number);
        body.putObject("to").put("entity", order.entity());
        body.set("data", data(number));
        String base = order.http().toString().replaceFirst("/+$", "");
        return HttpRequest.newBuilder(URI.create(base + "/v1/publish"))
                .timeout(PUBLISH)
                .header("x-api-key", order.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private JsonNode data(String number) {
        try {
            return RowJson.JSON.readTree(order.data().replace("{number}", number));
        } catch (JsonProcessingException e) {
            throw new OperatorException("--canary-data is no JSON", e);
        }
    }

    private static String why(String body) {
        try {
            JsonNode problem = RowJson.JSON.readTree(body);
            return problem.path("code").asText() + " " + problem.path("detail").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    @Override
    public void close() {
        clients.forEach(CanaryClient::close);
        http.shutdownNow();
        http.close();
    }
}
