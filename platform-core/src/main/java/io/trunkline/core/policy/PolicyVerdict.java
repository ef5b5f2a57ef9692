package io.trunkline.core.policy;

import io.trunkline.core.message.Rejection;

/** Whether a room's rule lets someone do what they ask. */
public sealed interface PolicyVerdict {
    record Allowed() implements PolicyVerdict {}

    record Denied(Rejection rejection) implements PolicyVerdict {}
}
