package io.trunkline.rehearsal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Everybody who is connected: those who stay throughout, and those who come and go. */
final class Crowd {
    private final List<Client> stayers = new CopyOnWriteArrayList<>();
    private final List<Client> updates = new CopyOnWriteArrayList<>();
    private final List<Client> others = new CopyOnWriteArrayList<>();
    private final Deque<Client> round = new ArrayDeque<>();

    void stays(Client client) {
        stayers.add(client);
    }

    /** An update of the app, which stays from here on. */
    void comesToStay(Client client) {
        updates.add(client);
    }

    void comes(Client client) {
        others.add(client);
    }

    /** False where it has gone already. */
    boolean goes(Client client) {
        return others.remove(client);
    }

    List<Client> stayers() {
        return List.copyOf(stayers);
    }

    List<Client> others() {
        return List.copyOf(others);
    }

    List<Client> all() {
        List<Client> all = new ArrayList<>(stayers);
        all.addAll(updates);
        all.addAll(others);
        return all;
    }

    /** Whose turn it is to speak, and be spoken to: everybody's once in a round, however many come and go. */
    synchronized Optional<Client> next() {
        List<Client> all = all();
        if (round.isEmpty()) {
            round.addAll(all);
        }
        Set<Client> here = new HashSet<>(all);
        Client next = round.poll();
        while (next != null && !here.contains(next)) {
            next = round.poll();
        }
        return Optional.ofNullable(next);
    }

    /** How often a socket of one of those who stay ended that it did not end. */
    int forcedReconnects() {
        return Stream.concat(stayers.stream(), updates.stream())
                .mapToInt(Client::forcedEnds)
                .sum();
    }

    /** The longest that one of those who stay got nothing. */
    Duration longestSilence() {
        return stayers.stream()
                .map(Client::longestSilence)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
