package io.trunkline.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One client's app: the older client's frames over one socket, or over two while it moves. */
final class Client {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** After the older socket's end, what had come over it may still come over the new one. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private static final long LOOK_MILLIS = 20;

    private final HttpClient http;
    private final Handshakes handshakes;
    private final Person person;
    private final ClientWire wire;
    private final Ledger up;
    private final Ledger down;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong heardAt = new AtomicLong();
    private final AtomicLong longestSilence = new AtomicLong();
    private final AtomicInteger forcedEnds = new AtomicInteger();
    private final AtomicInteger inHand = new AtomicInteger();
    private final Set<String> expected = ConcurrentHashMap.newKeySet();
    private final Consumer<Client> onForcedEnd;
    private volatile Consumer<URI> onInvitation = _ -> {};
    private volatile Optional<Socket> socket = Optional.empty();
    private volatile Optional<Socket> older = Optional.empty();
    private volatile boolean leaving;
    private volatile boolean gone;
    private volatile long onBothSidesUntil = System.nanoTime();
    private volatile long connectedAt;
    private volatile String last = "";

    /** @param onForcedEnd hears of each end of a socket that the client itself did not want */
    Client(
            HttpClient http,
            Handshakes handshakes,
            Person person,
            ClientWire wire,
            Ledger up,
            Ledger down,
            Consumer<Client> onForcedEnd) {
        this.http = http;
        this.handshakes = handshakes;
        this.person = person;
        this.wire = wire;
        this.up = up;
        this.down = down;
        this.onForcedEnd = onForcedEnd;
    }

    Person person() {
        return person;
    }

    void onInvitation(Consumer<URI> action) {
        onInvitation = action;
    }

    /** Connects, and says first what is to be said first; throws where it is not let in. */
    void connect(URI api) throws Exception {
        gone = false;
        leaving = false;
        open(api);
    }

    /**
     * Connects after its socket was ended, and says again what was not answered; whether there was anything. One that
     * has gone meanwhile stays away.
     */
    boolean connectAgain(URI api) throws Exception {
        open(api);
        if (gone) {
            socket.ifPresent(Socket::end);
            return false;
        }
        if (last.isEmpty() || up.hasArrived(last)) {
            return false;
        }
        say(last);
        return true;
    }

    private void open(URI api) throws Exception {
        Socket opened = new Socket();
        opened.open(api);
        connectedAt = System.nanoTime();
        begin();
        socket = Optional.of(opened);
    }

    /** When it connected last, as {@link System#nanoTime}. */
    long connectedAt() {
        return connectedAt;
    }

    /** Whether it can be spoken to, and speaks. */
    boolean isOpen() {
        return !leaving && socket.filter(open -> !open.ended.get()).isPresent();
    }

    /** How often a socket ended that the client did not end. */
    int forcedEnds() {
        return forcedEnds.get();
    }

    /** Whether a socket ended that the client did not end. */
    boolean isClosed() {
        return forcedEnds() > 0;
    }

    /** From here on silence counts. */
    void begin() {
        heardAt.set(System.nanoTime());
        longestSilence.set(0);
    }

    Duration longestSilence() {
        return Duration.ofNanos(longestSilence.get());
    }

    /** Takes it in hand for one message, so that it does not leave in the middle; false where it is leaving. */
    boolean take() {
        inHand.incrementAndGet();
        if (isOpen()) {
            return true;
        }
        inHand.decrementAndGet();
        return false;
    }

    void letGo() {
        inHand.decrementAndGet();
    }

    /** A push of that number is on its way; it does not leave before that has arrived. */
    void expects(String number) {
        expected.add(number);
    }

    /**
     * Sends one numbered message, unless the answer to the last is still to come: an app asks one thing at a time. The
     * number goes where the answer repeats it.
     */
    void speak() {
        if (!last.isEmpty() && !up.hasArrived(last)) {
            return;
        }
        String number = wire.number(person, numbers.incrementAndGet());
        last = number;
        up.sent(number);
        say(number);
    }

    private void say(String number) {
        socket.ifPresent(open -> open.send(wire.question(person, number)));
    }

    /** Waits for what is on its way to it, and goes; what has not come by then is lost. */
    void leave() throws InterruptedException {
        leaving = true;
        await(() -> inHand.get() == 0 && isQuits());
        gone = true;
        socket.ifPresent(Socket::sayGoodbye);
    }

    private boolean isQuits() {
        return expected.isEmpty() && (last.isEmpty() || up.hasArrived(last));
    }

    /** Connects to another address; its older socket stays beside the new one until {@link #moved}. */
    void move(URI to) throws Exception {
        Socket next = new Socket();
        older = socket;
        next.open(to);
        socket = Optional.of(next);
    }

    /** Ends the older socket, once what was asked over it is answered. */
    void moved() throws InterruptedException {
        await(() -> last.isEmpty() || up.hasArrived(last));
        onBothSidesUntil = System.nanoTime() + OVERLAP.toNanos();
        older.ifPresent(Socket::end);
        older = Optional.empty();
    }

    private boolean isOnBothSides() {
        return older.isPresent() || System.nanoTime() < onBothSidesUntil;
    }

    private static void await(java.util.function.BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < until) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Ends everything at once, as the rehearsal is over. */
    void end() {
        leaving = true;
        older.ifPresent(Socket::end);
        socket.ifPresent(Socket::end);
    }

    private void heard(String frame, Socket from) {
        try {
            JsonNode node = JSON.readTree(frame);
            ClientWire.Heard heard = wire.heard(node);
            switch (heard.kind()) {
                case ANSWER -> up.arrived(heard.number());
                case PUSH -> {
                    down.arrived(heard.number(), isOnBothSides());
                    expected.remove(heard.number());
                }
                case LET_IN -> from.letIn.countDown();
                case MOVE -> onInvitation.accept(URI.create(heard.number()));
                case OTHER -> {
                    // a welcome, or an error whose message then counts as lost
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame that is no JSON: " + frame, e);
        }
    }

    private final class Socket implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();
        private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final CountDownLatch letIn = new CountDownLatch(1);
        private volatile boolean wanted;

        void open(URI api) throws Exception {
            WebSocket.Builder builder = http.newWebSocketBuilder();
            wire.headers(person).forEach(builder::header);
            wire.subprotocol().ifPresent(builder::subprotocols);
            opened.complete(handshakes.open(builder, URI.create(api + wire.query(person)), this));
            Optional<String> first = wire.firstFrame(person);
            if (first.isPresent()) {
                send(first.get());
                if (!letIn.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    end();
                    throw new IllegalStateException(person.entity() + " was not let in");
                }
            }
        }

        void send(String frame) {
            try {
                var _ = opened.join().sendText(frame, true).join();
            } catch (java.util.concurrent.CompletionException | IllegalStateException closedMeanwhile) {
                // its message counts as lost unless it is said again
                ended.set(true);
            }
        }

        void end() {
            wanted = true;
            if (opened.isDone()) {
                opened.join().abort();
            }
        }

        /** As an app that is closed does, or as one does that is killed. */
        void sayGoodbye() {
            wanted = true;
            if (person.serial() % 2 == 0) {
                var _ = opened.join().sendClose(WebSocket.NORMAL_CLOSURE, "");
            } else {
                opened.join().abort();
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean whole) {
            partial.append(text);
            if (whole) {
                String frame = partial.toString();
                partial.setLength(0);
                long now = System.nanoTime();
                long before = heardAt.getAndSet(now);
                longestSilence.accumulateAndGet(now - before, Math::max);
                heard(frame, this);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            hasEnded();
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            hasEnded();
        }

        private void hasEnded() {
            ended.set(true);
            if (!wanted) {
                forcedEnds.incrementAndGet();
                onForcedEnd.accept(Client.this);
            }
        }
    }
}
