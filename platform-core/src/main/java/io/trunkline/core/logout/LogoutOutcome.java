package io.trunkline.core.logout;

import io.trunkline.core.message.Rejection;

/** What became of a request to log somebody out. */
public sealed interface LogoutOutcome {
    record Done(LogoutReceipt receipt) implements LogoutOutcome {}

    /** Nothing was done. */
    record Refused(Rejection rejection) implements LogoutOutcome {}
}
