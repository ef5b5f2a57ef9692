package io.trunkline.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Control planes as they are when something is wrong: after some changes nothing gets through any more. */
final class FaultyPlanes implements AutoCloseable {
    /** What is wrong. */
    enum Fault {
        NONE,
        THROTTLED,
        EXPIRED,
        LOST
    }

    private static final int FOREVER = Integer.MAX_VALUE;

    private final URI behind;
    private final HttpServer server;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;
    private volatile boolean broken;

    FaultyPlanes(URI behind) throws IOException {
        this.behind = behind;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From the change after {@code good} others on every call fails. */
    void fails(int good, Fault how) {
        fails(good, how, FOREVER);
    }

    /** From the change after {@code good} others on some calls fail. */
    void fails(int good, Fault how, int calls) {
        changes.set(good);
        faults.set(calls);
        broken = false;
        fault = how;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean rest = exchange.getRequestURI().getPath().length() > 1;
            boolean change = rest && !exchange.getRequestMethod().equals("GET");
            if (fault != Fault.NONE && change && changes.getAndDecrement() <= 0) {
                broken = true;
            }
            if (broken && faults.getAndDecrement() > 0) {
                refuse(exchange);
            } else {
                pass(exchange, body);
            }
        }
    }

    private void refuse(HttpExchange exchange) throws IOException {
        switch (fault) {
            case THROTTLED -> say(exchange, 429, "TooManyRequestsException");
            case EXPIRED -> say(exchange, 403, "ExpiredTokenException");
            case LOST, NONE -> {
                // closed without an answer
            }
        }
    }

    private static void say(HttpExchange exchange, int status, String type) throws IOException {
        byte[] said = "{\"message\":\"told to\"}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("x-amzn-ErrorType", type);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, said.length);
        exchange.getResponseBody().write(said);
    }

    /** As it came, with its own Host: the signature covers that. */
    private void pass(HttpExchange exchange, byte[] body) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + " HTTP/1.1\r\nConnection: close\r\n");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!List.of("connection", "expect", "transfer-encoding", "content-length")
                    .contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        request.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        request.write(body);
        byte[] answer;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), behind.getPort())) {
            socket.getOutputStream().write(request.toByteArray());
            answer = socket.getInputStream().readAllBytes();
        }
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            if (name.equals("content-type") || name.startsWith("x-amzn")) {
                exchange.getResponseHeaders()
                        .set(name, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        byte[] said = Arrays.copyOfRange(answer, end + 4, answer.length);
        exchange.sendResponseHeaders(status, said.length == 0 ? -1 : said.length);
        if (said.length > 0) {
            exchange.getResponseBody().write(said);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
