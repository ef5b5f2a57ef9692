package io.trunkline.core.dispatch;

import io.trunkline.core.message.Rejection;
import io.trunkline.core.policy.GrantPage;

/** What became of a backend's request about a room's members. */
public sealed interface MembersOutcome {
    /**
     * It is so.
     *
     * @param left how many live connections were in the room and are not any more
     */
    record Done(int left) implements MembersOutcome {}

    record Page(GrantPage page) implements MembersOutcome {}

    record Refused(Rejection rejection) implements MembersOutcome {}
}
