package io.trunkline.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A gateway that answers as told, in virtual time, and keeps what was asked of it. */
final class ScriptedGateway implements ConnectionGateway {
    record Post(GatewayEndpoint endpoint, ConnectionId connection, String frame, Instant at) {}

    private final VirtualTime time;
    private final Map<ConnectionId, List<Answer>> byConnection = new HashMap<>();
    private final Map<GatewayEndpoint, Answer> byEndpoint = new HashMap<>();
    private final List<Post> posts = new ArrayList<>();
    private final List<Post> delivered = new ArrayList<>();
    private final Set<ConnectionId> inFlight = new HashSet<>();
    private Consumer<ConnectionId> during = _ -> {};
    private Duration cost = Duration.ZERO;
    private int mostInFlight;
    private boolean overlapped;

    ScriptedGateway(VirtualTime time) {
        this.time = time;
    }

    /** Answers to the connection's next calls; the last one stays. */
    synchronized void answers(ConnectionId connection, Answer... answers) {
        byConnection.put(connection, new ArrayList<>(List.of(answers)));
    }

    /** The answer to every connection there. */
    synchronized void answersAt(GatewayEndpoint endpoint, Answer answer) {
        byEndpoint.put(endpoint, answer);
    }

    /** Runs within each post, while it is in flight. */
    void during(Consumer<ConnectionId> action) {
        during = action;
    }

    /** Virtual time that each post takes. */
    void costs(Duration duration) {
        cost = duration;
    }

    synchronized List<Post> posts() {
        return List.copyOf(posts);
    }

    synchronized List<Post> posts(ConnectionId connection) {
        return posts.stream().filter(p -> p.connection().equals(connection)).toList();
    }

    synchronized List<Post> delivered() {
        return List.copyOf(delivered);
    }

    synchronized int inFlight() {
        return inFlight.size();
    }

    synchronized int mostInFlight() {
        return mostInFlight;
    }

    synchronized boolean overlapped() {
        return overlapped;
    }

    @Override
    public PostOutcome post(GatewayEndpoint endpoint, ConnectionId connection, ByteBuffer frame, Duration timeout) {
        Post post = new Post(endpoint, connection, UTF_8.decode(frame).toString(), time.instant());
        Answer answer = begin(post);
        try {
            during.accept(connection);
            time.reach(post.at().plus(answer == Answer.SILENT ? timeout : cost));
            return outcome(answer, post);
        } finally {
            end(connection);
        }
    }

    @Override
    public boolean isLive(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        return answer(endpoint, connection) != Answer.GONE;
    }

    @Override
    public void close(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        Answer answer = answer(endpoint, connection);
        if (answer != Answer.HELD && answer != Answer.GONE) {
            throw new UncheckedIOException(new IOException("connection " + connection + " " + answer));
        }
    }

    private synchronized Answer begin(Post post) {
        posts.add(post);
        overlapped |= !inFlight.add(post.connection());
        mostInFlight = Math.max(mostInFlight, inFlight.size());
        return answer(post.endpoint(), post.connection());
    }

    private synchronized void end(ConnectionId connection) {
        inFlight.remove(connection);
    }

    private synchronized Answer answer(GatewayEndpoint endpoint, ConnectionId connection) {
        List<Answer> script = byConnection.getOrDefault(connection, List.of());
        if (script.isEmpty()) {
            return byEndpoint.getOrDefault(endpoint, Answer.HELD);
        }
        return script.size() > 1 ? script.removeFirst() : script.getFirst();
    }

    private synchronized PostOutcome outcome(Answer answer, Post post) {
        return switch (answer) {
            case HELD -> {
                delivered.add(post);
                yield new PostOutcome.Delivered();
            }
            case GONE -> new PostOutcome.Gone();
            case THROTTLED -> new PostOutcome.Throttled();
            case TOO_LARGE -> new PostOutcome.TooLarge();
            case FORBIDDEN, MALFORMED -> new PostOutcome.Failed(answer.name(), false);
            case BROKEN, SILENT, CUT -> new PostOutcome.Failed(answer.name(), true);
        };
    }
}
