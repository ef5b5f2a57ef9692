package io.trunkline.local.connections;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The @connections of every API behind one address. On AWS the host tells APIs apart; here their stages do. */
public final class Endpoints {
    private final List<ConnectionsEndpoint> all = new CopyOnWriteArrayList<>();

    public Endpoints(ConnectionsEndpoint first) {
        all.add(first);
    }

    /** Takes in those of another gateway; throws {@link IllegalArgumentException} for a stage that is here already. */
    public void add(Endpoints others) {
        for (ConnectionsEndpoint other : others.all) {
            if (all.stream().anyMatch(one -> one.stage().equals(other.stage()))) {
                throw new IllegalArgumentException(
                        "two APIs behind one address need stages of different names; " + other.stage() + " is taken");
            }
            all.add(other);
        }
    }

    /** Answers for those of another gateway no more. */
    public void remove(Endpoints others) {
        all.removeAll(others.all);
    }

    /** Whose a raw path is; empty where it is none's, and so a client's to connect to. */
    public Optional<ConnectionsEndpoint> of(String path) {
        return all.stream().filter(endpoint -> endpoint.owns(path)).findFirst();
    }
}
