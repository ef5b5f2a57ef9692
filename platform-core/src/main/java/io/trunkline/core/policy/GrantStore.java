package io.trunkline.core.policy;

import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import java.util.Optional;

/** Which entities the tenant's backend has let into which rooms. */
public interface GrantStore {
    /** One read, strongly consistent: a grant that was acknowledged holds. */
    boolean isGranted(RoomKey room, EntityRef entity);

    void grant(RoomKey room, EntityRef entity);

    /** Takes a grant back; one that was never given is no error. */
    void revoke(RoomKey room, EntityRef entity);

    /**
     * The entities that are let into {@code room}, {@code limit} at most, in an order of the store's own; one query.
     */
    GrantPage page(RoomKey room, Optional<String> after, int limit);
}
