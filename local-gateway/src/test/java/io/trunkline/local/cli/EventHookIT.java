package io.trunkline.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an event bus is told by the functions of the built zip, and that a bus that fails hurts nobody. */
class EventHookIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An EventBridge that remembers what it was told and can fall silent, or refuse. */
    private static final class Bus implements AutoCloseable {
        private final List<JsonNode> entries = new CopyOnWriteArrayList<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final HttpServer server;
        private volatile boolean silent;

        Bus() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            if (silent) {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
                return;
            }
            body.path("Entries").forEach(entries::add);
            byte[] answer = "{\"FailedEntryCount\":0,\"Entries\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        boolean wasTold(String type, String part) {
            return entries.stream()
                    .anyMatch(entry -> entry.path("DetailType").asText().equals(type)
                            && entry.path("Detail").asText().contains(part));
        }

        @Override
        public void close() {
            over.countDown();
            server.stop(0);
            threads.close();
        }
    }

    private static final class Socket implements WebSocket.Listener {
        private final List<String> frames = new CopyOnWriteArrayList<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            frames.add(data.toString());
            socket.request(1);
            return null;
        }
    }

    @TempDir
    Path folder;

    @Test
    void aBusIsToldOfConnectionsAndPublishesAndASilentOneSlowsNobodyForLong() throws Exception {
        Path data = folder.resolve("data");
        try (Bus bus = new Bus();
                HttpClient client = HttpClient.newHttpClient();
                UpProcess up = UpProcess.up(
                                Map.of("TRUNKLINE_EVENT_BUS", "live", "AWS_ENDPOINT_URL_EVENTBRIDGE", bus.address()),
                                data)
                        .awaitReady()) {
            URI address = URI.create(find("wizz/customers as .*\\n.*\"(ws://[^\"]+)\"", up.lines()));
            Socket listener = new Socket();

            // an environment that was never used may be too slow for its first put: this one is not waited for
            WebSocket socket = open(client, address, listener);
            Awaitility.await()
                    .atMost(UpProcess.PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        say(socket, listener);
                        return bus.wasTold("Event Published", "\"name\":\"order.created\"");
                    });
            assertThat(bus.entries).allSatisfy(entry -> {
                assertThat(entry.path("EventBusName").asText()).isEqualTo("live");
                assertThat(entry.path("Source").asText()).isEqualTo("trunkline");
                assertThat(entry.path("Detail").asText())
                        .contains("\"tenant\":\"wizz\"")
                        .doesNotContain("12.50");
            });
            publish(data);
            Awaitility.await()
                    .atMost(UpProcess.PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        WebSocket another = open(client, address, new Socket());
                        another.sendClose(WebSocket.NORMAL_CLOSURE, "").get(60, TimeUnit.SECONDS);
                        return bus.wasTold("Connection Opened", "customer/")
                                && bus.wasTold("Connection Closed", "customer/");
                    });

            bus.silent = true;
            long start = System.nanoTime();
            WebSocket meanwhile = open(client, address, listener);
            for (int i = 0; i < 10; i++) {
                say(meanwhile, listener);
            }
            publish(data);
            meanwhile.sendClose(WebSocket.NORMAL_CLOSURE, "").get(60, TimeUnit.SECONDS);
            // the silence never ends: who waited for the bus would wait as long
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(UpProcess.PATIENCE);
            Awaitility.await().atMost(UpProcess.PATIENCE).until(() -> lost(data) > 0);
            socket.abort();
        }
    }

    private static WebSocket open(HttpClient client, URI address, Socket listener) throws Exception {
        return client.newWebSocketBuilder().buildAsync(address, listener).get(60, TimeUnit.SECONDS);
    }

    /** Sends, and has its answer. */
    private static void say(WebSocket socket, Socket listener) throws Exception {
        int before = listener.frames.size();
        socket.sendText(
                        "{\"action\":\"send\",\"to\":{\"entity\":\"merchant/m-42\"},\"event\":\"order.created\","
                                + "\"data\":{\"total\":\"12.50\"}}",
                        true)
                .get(60, TimeUnit.SECONDS);
        Awaitility.await().atMost(UpProcess.PATIENCE).until(() -> listener.frames.size() > before);
        assertThat(listener.frames.getLast()).contains("\"ok\":true");
    }

    private static void publish(Path data) {
        UpProcess publish = UpProcess.run(
                "publish",
                "--data-dir",
                data.toString(),
                "--tenant",
                "wizz",
                "--to",
                "entity:merchant/m-42",
                "--event",
                "order.created");
        assertThat(publish.awaitExit()).as(String.join("\n", publish.lines())).isZero();
    }

    /** Events that the functions' own metrics say were lost. */
    private static double lost(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("logs"))) {
            return files.flatMap(EventHookIT::lines)
                    .filter(line -> line.contains("\"HookEventsLost\":"))
                    .mapToDouble(EventHookIT::value)
                    .sum();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double value(String line) {
        Matcher matcher = Pattern.compile("\"HookEventsLost\":([0-9.]+)").matcher(line);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    private static String find(String pattern, List<String> lines) {
        Matcher matcher = Pattern.compile(pattern).matcher(String.join("\n", lines));
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
