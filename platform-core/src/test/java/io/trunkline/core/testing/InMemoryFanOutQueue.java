package io.trunkline.core.testing;

import io.trunkline.core.delivery.FanOutQueue;
import io.trunkline.core.delivery.FanOutTask;
import io.trunkline.core.delivery.FanOutTaskJson;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The queue in memory; messages pass through their JSON. It can be out of order. */
public final class InMemoryFanOutQueue implements FanOutQueue {
    private final Deque<String> messages = new ArrayDeque<>();
    private final List<String> buried = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private boolean broken;

    /** Nothing is taken any more, or again. */
    public synchronized void breakDown(boolean out) {
        broken = out;
    }

    @Override
    public synchronized List<FanOutTask> put(List<FanOutTask> tasks, Duration delay) {
        if (broken) {
            return tasks;
        }
        tasks.forEach(task -> {
            messages.addLast(FanOutTaskJson.write(task));
            delays.add(delay);
        });
        return List.of();
    }

    @Override
    public synchronized boolean bury(FanOutTask task, String reason) {
        if (!broken) {
            buried.add(FanOutTaskJson.write(task));
        }
        return !broken;
    }

    /** Takes the oldest out. */
    public synchronized Optional<FanOutTask> poll() {
        return Optional.ofNullable(messages.pollFirst()).map(FanOutTaskJson::read);
    }

    public synchronized int size() {
        return messages.size();
    }

    public synchronized List<FanOutTask> buried() {
        return buried.stream().map(FanOutTaskJson::read).toList();
    }

    public synchronized List<Duration> delays() {
        return List.copyOf(delays);
    }
}
