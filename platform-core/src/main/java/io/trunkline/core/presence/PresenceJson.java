package io.trunkline.core.presence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.Moments;
import io.trunkline.core.wire.FrameSize;
import java.util.Optional;

/** Who is in a room, as clients and operators read it. */
public final class PresenceJson {
    private PresenceJson() {}

    /**
     * Writes the entities of a page into {@code json}, as many as weigh {@code maxBytes} together; the first is always
     * in it.
     *
     * @return where to go on, or empty at the end
     */
    public static Optional<String> write(ObjectNode json, PresencePage page, long maxBytes) {
        ArrayNode entities = json.putArray("entities");
        long left = maxBytes;
        Optional<String> last = Optional.empty();
        for (PresencePage.Placed placed : page.entities()) {
            ObjectNode entity = entities.objectNode()
                    .put("entity", placed.entity().entity().toString())
                    .put("devices", placed.entity().devices())
                    .put("since", Moments.text(placed.entity().since()));
            left -= FrameSize.weight(entity.toString()) + 1;
            if (left < 0 && last.isPresent()) {
                return last;
            }
            entities.add(entity);
            last = Optional.of(placed.place());
        }
        return page.next();
    }
}
