package io.trunkline.core.policy;

import io.trunkline.core.app.Standing;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which entities, and holders of which scope values, the tenant's backend has let into which rooms. */
public interface GrantStore {
    /**
     * Whether any of {@code standings}, at least one and at most 100, is let into {@code room}; one request, and one
     * read each, strongly consistent: a grant that was acknowledged holds.
     */
    boolean isGranted(RoomKey room, Collection<? extends Standing> standings);

    default boolean isGranted(RoomKey room, EntityRef entity) {
        return isGranted(room, List.of(new Standing.Of(entity)));
    }

    void grant(RoomKey room, Standing standing);

    default void grant(RoomKey room, EntityRef entity) {
        grant(room, new Standing.Of(entity));
    }

    /** Takes a grant back; one that was never given is no error. */
    void revoke(RoomKey room, Standing standing);

    default void revoke(RoomKey room, EntityRef entity) {
        revoke(room, new Standing.Of(entity));
    }

    /** Who is let into {@code room}, {@code limit} at most, in an order of the store's own; one query. */
    GrantPage page(RoomKey room, Optional<String> after, int limit);
}
