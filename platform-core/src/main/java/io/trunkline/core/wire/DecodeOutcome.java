package io.trunkline.core.wire;

import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import java.util.List;

/** What became of a frame. */
public sealed interface DecodeOutcome {
    /**
     * What the frame asks, to be done in this order up to the first that is refused. None where the frame asks nothing
     * and is answered all the same.
     *
     * @param wording says the answers in the frame's own format
     */
    record Decoded(List<ClientAction> actions, Wording wording) implements DecodeOutcome {
        public Decoded {
            actions = List.copyOf(actions);
        }
    }

    /**
     * The frame asks nothing that can be done; the connection is kept and told.
     *
     * @param frames the answer, in order; none where the format says nothing to such a frame
     */
    record Undecodable(Rejection rejection, List<String> frames) implements DecodeOutcome {
        public Undecodable {
            frames = List.copyOf(frames);
        }
    }
}
