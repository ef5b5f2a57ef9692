package io.trunkline.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.local.route.InvokeOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InvocationQueueTest {
    private final InvocationQueue queue = new InvocationQueue(2);

    @Test
    void what_was_given_back_comes_first() throws InterruptedException {
        Invocation first = call("first");
        queue.offer(first);
        queue.offer(call("second"));

        queue.giveBack(queue.take(Duration.ZERO).orElseThrow());

        assertThat(queue.take(Duration.ZERO)).containsSame(first);
    }

    @Test
    void what_is_given_back_to_a_full_queue_is_throttled_and_not_lost() {
        queue.offer(call("first"));
        queue.offer(call("second"));
        Invocation back = call("back");

        queue.giveBack(back);

        assertThat(back.outcome()).isCompletedWithValue(new InvokeOutcome.Throttled());
    }

    @Test
    void a_full_queue_takes_nothing_more() {
        queue.offer(call("first"));
        queue.offer(call("second"));

        assertThat(queue.offer(call("third"))).isFalse();
    }

    @Test
    void a_call_whose_caller_left_is_passed_over() throws InterruptedException {
        Invocation left = call("left");
        queue.offer(left);
        left.outcome().complete(new InvokeOutcome.TimedOut());

        assertThat(queue.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void a_closed_queue_ends_every_wait_also_of_what_comes_back_late() {
        Invocation waiting = call("waiting");
        queue.offer(waiting);
        Invocation late = call("late");

        queue.close();
        queue.giveBack(late);

        assertThat(waiting.outcome()).isCompletedWithValue(new InvokeOutcome.Crashed());
        assertThat(late.outcome()).isCompletedWithValue(new InvokeOutcome.Crashed());
        assertThat(queue.offer(call("after"))).isFalse();
    }

    private static Invocation call(String id) {
        return new Invocation(id, new byte[0]);
    }
}
