package io.trunkline.core.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.EventRules;
import io.trunkline.core.app.EventRules.Check;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what is published to the tenants' catalogues. A schema is compiled at its first event and kept until the
 * tenant's definition has another catalogue. Safe for use by several threads.
 */
public final class EventChecks {
    private static final Logger LOG = LoggerFactory.getLogger(EventChecks.class);

    private record Compiled(Map<String, JsonNode> schemas, EventCatalogue catalogue) {}

    private final Map<TenantId, Compiled> compiled = new ConcurrentHashMap<>();

    /** Why the event may not be published; empty where it may. A tenant that checks nothing costs nothing. */
    public Optional<Rejection> refusal(Tenant tenant, String event, JsonNode data) {
        EventRules rules = tenant.events();
        if (rules.check() == Check.OFF) {
            return Optional.empty();
        }
        return switch (verdict(tenant.id(), rules, event, data)) {
            case EventVerdict.Fits _ -> Optional.empty();
            case EventVerdict.Unfit unfit
            when rules.check() == Check.WARN -> {
                LOG.warn(
                        "unfit event tenant={} event={} catalogue={} reason={}",
                        tenant.id(),
                        event,
                        rules.version(),
                        unfit.reason());
                yield Optional.empty();
            }
            case EventVerdict.Unfit unfit -> Optional.of(new Rejection(RejectionCode.BAD_EVENT, unfit.reason()));
        };
    }

    private EventVerdict verdict(TenantId tenant, EventRules rules, String event, JsonNode data) {
        try {
            return compiled.compute(
                            tenant,
                            (_, known) -> known != null && known.schemas().equals(rules.schemas())
                                    ? known
                                    : new Compiled(rules.schemas(), EventCatalogue.of(rules.schemas())))
                    .catalogue()
                    .check(event, data);
        } catch (IllegalArgumentException e) {
            LOG.error("the catalogue of events cannot be used tenant={}", tenant, e);
            return new EventVerdict.Unfit("the catalogue of events cannot be used");
        }
    }
}
