package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.shipped.ShippedDialects;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.journal.Lease;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.routing.key.AppKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the clients behind the older door the new address, each once: who is told is in the journal before it is told,
 * so that one that a killed run may have told is not told again. Nothing is closed.
 */
public final class InviteStep {
    /** The goaway's reason: connect to its address, then close this connection. */
    public static final String MOVED = "moved";

    private final Platform platform;
    private final InstantSource clock;
    private final Progress progress;

    public InviteStep(Platform platform, InstantSource clock, Progress progress) {
        this.platform = platform;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * What an invitation did.
     *
     * @param told this time
     * @param gone whose sockets had ended
     * @param unsure who may have heard it and are not told again
     * @param before who were told by an earlier run
     * @param wordless whose dialect cannot name an address; they stay until their time is over, or the door is closed
     */
    public record Tally(long told, long gone, long unsure, long before, long wordless) {}

    /**
     * Tells everybody who was not told.
     *
     * @param url where the clients are to connect: {@code wss://…}, or {@code ws://} on this machine
     */
    public Tally run(MigrationPlan plan, Path folder, URI url, Pace pace) {
        requireAddress(url);
        AppKey app = AppKey.parse(plan.app());
        platform.tenant(app);
        GatewayEndpoint api = platform.olderApi(plan);
        JournalTable table = platform.journalTable();
        table.create();
        try (Lease lease = Lease.take(table, plan.app(), clock);
                Journal journal = Journal.open(folder.resolve(ApplyStep.JOURNAL), table, plan.id())) {
            Trail trail = Trail.of(journal);
            ApplyStep.refuseRolledBack(trail);
            if (!trail.leadsHere()) {
                throw new OperatorException("the older API does not lead here yet, so whoever was invited would be"
                        + " missed by its own app: ./trunkline migrate apply " + folder + " --phase repoint");
            }
            Words words = new Words(platform.gateway(), ShippedDialects.registry());
            List<Connection> turn = new ArrayList<>();
            AtomicLong told = new AtomicLong();
            AtomicLong gone = new AtomicLong();
            AtomicLong unsure = new AtomicLong();
            long[] before = {0, 0};
            Runnable flush = () -> {
                if (turn.isEmpty()) {
                    return;
                }
                lease.check();
                pace.await(turn.size());
                ObjectNode entry = Journal.entry(Trail.INVITE)
                        .put("at", clock.instant().toString())
                        .put("url", url.toString());
                ArrayNode ids = entry.putArray("ids");
                turn.forEach(connection -> ids.add(connection.id().value()));
                journal.add(entry);
                platform.parallel()
                        .run(turn.stream()
                                .<Runnable>map(connection -> {
                                    ServerEvent.GoAway word = new ServerEvent.GoAway(
                                            MOVED, Optional.of(url.toString()), Optional.of(pace.delayMillis()));
                                    return () -> (switch (words.say(connection, word)) {
                                                case TOLD -> told;
                                                case GONE -> gone;
                                                case UNSURE, NO_WORD -> unsure;
                                            })
                                            .incrementAndGet();
                                })
                                .toList());
                turn.clear();
                progress.at("clients invited", told.get() + gone.get() + unsure.get(), 0);
            };
            new AppRows(platform.admin().connectionScan(), app).behind(api, clock.instant(), connection -> {
                if (trail.invited().contains(connection.id().value())) {
                    before[0]++;
                } else if (!words.canInvite(connection.dialect(), url.toString())) {
                    before[1]++;
                } else if (trail.invited().add(connection.id().value())) {
                    turn.add(connection);
                    if (turn.size() >= pace.turn()) {
                        flush.run();
                    }
                }
            });
            flush.run();
            return new Tally(told.get(), gone.get(), unsure.get(), before[0], before[1]);
        }
    }

    static void requireAddress(URI url) {
        String scheme = Optional.ofNullable(url.getScheme()).orElse("");
        String host = Optional.ofNullable(url.getHost()).orElse("");
        boolean here = host.equals("127.0.0.1") || host.equals("localhost");
        if (host.isEmpty() || !(scheme.equals("wss") || (scheme.equals("ws") && here))) {
            throw new OperatorException(
                    "--url: where the clients are to connect, as wss://HOST/STAGE (ws:// on this machine only)");
        }
    }
}
