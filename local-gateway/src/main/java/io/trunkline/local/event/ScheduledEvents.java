package io.trunkline.local.event;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** EventBridge's event of a rule that fires by the clock. */
public final class ScheduledEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String region;
    private final String account;
    private final String rule;

    /** @param rule the rule's name, the last part of its ARN */
    public ScheduledEvents(String region, String account, String rule) {
        this.region = region;
        this.account = account;
        this.rule = rule;
    }

    /** The event of {@code at}, which EventBridge tells by the second. */
    public byte[] at(Instant at) {
        ObjectNode event = JSON.createObjectNode()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", "Scheduled Event")
                .put("source", "aws.events")
                .put("account", account)
                .put("time", at.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", region);
        event.putArray("resources").add("arn:aws:events:" + region + ":" + account + ":rule/" + rule);
        event.putObject("detail");
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
