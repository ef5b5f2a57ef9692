package io.trunkline.core.app;

import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/**
 * That clients of an app may be in a room without ever saying who they are: each a visitor of one room, and of no other
 * room at all, who may do nothing but listen.
 *
 * @param type what they stand for; rooms let them in by naming it
 * @param stay how long a visit lasts
 * @param perRoom how many there may be in one room at once
 * @param perMinutePerAddress visits that begin from one address; the platform's default where absent
 */
public record Visitors(EntityType type, Duration stay, int perRoom, OptionalInt perMinutePerAddress) {
    /** Who one of them is: nobody, under its connection's own id. */
    public Identity nobody(AppKey app, String connection) {
        return new Identity(app, "visitor/" + connection, new EntityRef(type, connection), Set.of(), Set.of());
    }
}
