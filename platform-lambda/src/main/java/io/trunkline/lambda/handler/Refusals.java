package io.trunkline.lambda.handler;

import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.WireDialect;
import java.util.List;
import java.util.Optional;

/** How a frame is refused as a whole, before any of its actions is done. */
final class Refusals {
    private Refusals() {}

    static List<String> frames(DecodeOutcome frame, Rejection rejection, WireDialect dialect) {
        return switch (frame) {
            case DecodeOutcome.Decoded(var actions, var wording)
            when !actions.isEmpty() ->
                wording.frames(
                        List.of(new ServerEvent.Refused(actions.getFirst().id(), Optional.empty(), rejection)));
            case DecodeOutcome.Decoded _, DecodeOutcome.Undecodable _ ->
                dialect.encode(new ServerEvent.Refused(Optional.empty(), Optional.empty(), rejection));
        };
    }
}
