package io.trunkline.core.wire;

import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.ServerEvent;

/** What became of a frame. */
public sealed interface DecodeOutcome {
    record Decoded(ClientAction action) implements DecodeOutcome {}

    /** The frame asks nothing that can be done; the connection is kept and told. */
    record Undecodable(ServerEvent.Refused answer) implements DecodeOutcome {}
}
