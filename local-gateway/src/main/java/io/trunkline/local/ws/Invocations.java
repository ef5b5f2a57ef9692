package io.trunkline.local.ws;

import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls functions under the integration time-out. */
final class Invocations {
    private static final Logger LOG = LoggerFactory.getLogger(Invocations.class);

    private final Duration timeout;
    private final InstantSource clock;
    private final Expiries expiries;

    Invocations(Duration timeout, InstantSource clock, Expiries expiries) {
        this.timeout = timeout;
        this.clock = clock;
        this.expiries = expiries;
    }

    /**
     * Waits for the function's answer on the caller's (virtual) thread. A function that overruns is left to itself, as
     * on AWS: only its answer is lost.
     */
    InvokeOutcome invoke(Invoker invoker, byte[] event) {
        CompletableFuture<InvokeOutcome> outcome = new CompletableFuture<>();
        Instant deadline = clock.instant().plus(timeout);
        Expiring expiring = now -> {
            if (!now.isBefore(deadline)) {
                outcome.complete(new InvokeOutcome.TimedOut());
            }
        };
        expiries.add(expiring);
        try {
            Thread.ofVirtual().name("gateway-invoke").start(() -> outcome.complete(outcomeOf(invoker, event)));
            return outcome.join();
        } finally {
            expiries.remove(expiring);
        }
    }

    private static InvokeOutcome outcomeOf(Invoker invoker, byte[] event) {
        try {
            return invoker.invoke(event);
        } catch (RuntimeException | Error fault) {
            LOG.error("a function could not be called", fault);
            return new InvokeOutcome.Crashed();
        }
    }
}
