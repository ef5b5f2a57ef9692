package io.trunkline.rehearsal;

import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.CloseStep;
import io.trunkline.migration.step.InviteStep;
import io.trunkline.migration.step.WatchStep;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What comes after the API leads to the platform: watched, invited, moved, and at last the door is closed. The older
 * dialects have no word that names an address, so those who speak them move by an update of their app; an update may
 * also speak the platform's own wire, through the older door, and those are invited.
 */
final class Afterwards {
    /** One of so many clients moves by an update of its app. */
    private static final int MOVING = 3;
    /** One of so many speaks the platform's own wire. */
    private static final int NATIVE = 10;

    private final Stage stage;
    private final MigrationPlan plan;
    private final Path folder;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<Client> natives = new CopyOnWriteArrayList<>();
    private final List<Client> movers;
    private final List<Client> followed = new CopyOnWriteArrayList<>();
    private long toldNumber;
    private long wordless;
    private long behindAtTheEnd;
    private long cut;

    Afterwards(Stage stage, MigrationPlan plan, Path folder) {
        this.stage = stage;
        this.plan = plan;
        this.folder = folder;
        List<Client> all = stage.clients();
        this.movers = all.subList(0, Math.max(1, all.size() / MOVING));
    }

    /** Updates of the app come in through the older door. */
    String updatesCome() throws Exception {
        int count = Math.max(1, stage.clients().size() / NATIVE);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Client>> opening = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                opening.add(workers.submit(stage::updated));
            }
            for (Future<Client> opened : opening) {
                Client client = opened.get();
                client.onInvitation(address -> followed(client, address));
                natives.add(client);
                stage.crowd().comesToStay(client);
            }
        }
        return natives.size() + " updates of the app connected through the older door";
    }

    private void followed(Client client, URI address) {
        Thread.ofVirtual().start(() -> {
            try {
                client.move(address);
                client.moved();
                followed.add(client);
            } catch (Exception e) {
                faults.add(client.person().entity() + " was invited and could not move: " + e);
            }
        });
    }

    String watch() {
        WatchStep.Look look = stage.migration().watch(plan, folder);
        return look.imported() + " brought along and " + look.newcomers() + " newcomers behind the older door, "
                + look.shared() + " elsewhere, " + look.bothSides() + " on both sides, " + look.gone() + " gone";
    }

    /** Whoever has an address to be told hears it, and goes there. */
    String invite() throws InterruptedException {
        InviteStep.Tally tally = stage.migration().invite(plan, folder, stage.sharedUri());
        toldNumber = tally.told();
        wordless = tally.wordless();
        if (tally.told() != natives.size()) {
            faults.add(tally.told() + " clients were invited, and " + natives.size() + " can be");
        }
        Rehearsal.await(() -> followed.size() + faults.size() >= natives.size());
        return tally.told() + " invited, of whom " + followed.size() + " went; " + tally.wordless()
                + " speak a dialect that names no address";
    }

    /** Updates of the app that speak the older dialect connect elsewhere, while their older socket is there still. */
    String moveOver() throws Exception {
        inParallel(client -> client.move(stage.sharedUri()));
        WatchStep.Look look = stage.migration().watch(plan, folder);
        if (look.bothSides() < movers.size()) {
            faults.add("the watch saw " + look.bothSides() + " on both sides, and " + movers.size() + " are");
        }
        Thread.sleep(stage.pause());
        inParallel(Client::moved);
        return movers.size() + " moved; the watch saw " + look.bothSides() + " on both sides";
    }

    private interface Move {
        void of(Client client) throws Exception;
    }

    private void inParallel(Move move) throws Exception {
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> moving = new ArrayList<>();
            for (Client client : movers) {
                moving.add(workers.submit(() -> {
                    move.of(client);
                    return true;
                }));
            }
            for (Future<Boolean> one : moving) {
                one.get();
            }
        }
    }

    /** The one step that ends sockets; those who moved keep theirs. */
    String close() throws InterruptedException {
        behindAtTheEnd = stage.migration().watch(plan, folder).behind();
        CloseStep.Tally tally = stage.migration().close(plan, folder, stage.sharedUri());
        cut = tally.cut();
        if (tally.left() > 0) {
            faults.add(tally.left() + " connections are left behind the closed door");
        }
        List<Client> moved = new ArrayList<>(movers);
        moved.addAll(natives);
        long ended = moved.stream().filter(client -> !client.isOpen()).count();
        if (ended > 0) {
            faults.add("the door's end ended " + ended + " connections of clients who had moved");
        }
        return tally.cut() + " connections closed, " + moved.size() + " had moved and stay";
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    Report.Moves moves() {
        return new Report.Moves(
                toldNumber,
                wordless,
                movers.size() + followed.size(),
                stage.down().onBothSides(),
                behindAtTheEnd,
                cut);
    }
}
