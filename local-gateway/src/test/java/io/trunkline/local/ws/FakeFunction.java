package io.trunkline.local.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A function in this process: remembers its events, answers as it is told. */
final class FakeFunction implements Invoker {
    private static final ObjectMapper JSON = new ObjectMapper();

    final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final Function<JsonNode, InvokeOutcome> handler;

    FakeFunction(Function<JsonNode, InvokeOutcome> handler) {
        this.handler = handler;
    }

    static FakeFunction returning(String json) {
        return new FakeFunction(event -> success(json));
    }

    static FakeFunction ok() {
        return returning("{\"statusCode\":200}");
    }

    static FakeFunction failing() {
        return new FakeFunction(event -> new InvokeOutcome.FunctionError("java.lang.IllegalStateException", "boom"));
    }

    static InvokeOutcome success(String json) {
        return new InvokeOutcome.Success(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InvokeOutcome invoke(byte[] event) {
        try {
            JsonNode node = JSON.readTree(event);
            events.add(node);
            return handler.apply(node);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** Waits for the next event that has not been taken. */
    JsonNode next() throws InterruptedException {
        Optional<JsonNode> event = Optional.ofNullable(events.poll(10, TimeUnit.SECONDS));
        assertThat(event).as("an event for the function").isPresent();
        return event.orElseThrow();
    }
}
