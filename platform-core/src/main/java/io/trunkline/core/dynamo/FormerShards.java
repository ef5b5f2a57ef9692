package io.trunkline.core.dynamo;

import io.trunkline.core.app.ShardSpread;
import io.trunkline.core.app.ShardSpread.Former;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.schema.Attributes;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The numbers of shards that a tenant's kinds of rooms had before, as they stand beside its definition. */
final class FormerShards {
    private FormerShards() {}

    /** By kind; none where the item has none. */
    static Map<String, List<Former>> of(Map<String, AttributeValue> item) {
        Map<String, List<Former>> formers = new LinkedHashMap<>();
        for (String text : Items.texts(item, Attributes.FORMER_SHARDS)) {
            String[] parts = text.split(" ", -1);
            formers.computeIfAbsent(parts[0], kind -> new ArrayList<>())
                    .add(new Former(Integer.parseInt(parts[1]), Instant.ofEpochSecond(Long.parseLong(parts[2]))));
        }
        return formers;
    }

    /** What is to stand there once {@code next} takes the place of {@code before}. */
    static List<String> replaced(Map<String, List<Former>> stored, Optional<Tenant> before, Tenant next, Instant now) {
        Map<String, List<Former>> formers = new LinkedHashMap<>(stored);
        before.ifPresent(old -> kinds(old).forEach(kind -> {
            if (old.definedShards(kind) != next.definedShards(kind)) {
                formers.put(
                        kind,
                        ShardSpread.replaced(now, old.definedShards(kind), formers.getOrDefault(kind, List.of())));
            }
        }));
        List<String> texts = new ArrayList<>();
        formers.forEach((kind, all) -> all.stream()
                .filter(former -> now.isBefore(former.until().plus(ShardSpread.READ_UNTIL)))
                .forEach(former -> texts.add(
                        kind + " " + former.count() + " " + former.until().getEpochSecond())));
        return texts;
    }

    private static Set<String> kinds(Tenant tenant) {
        Set<String> kinds = new TreeSet<>(tenant.rooms().keySet());
        kinds.addAll(RoomName.RESERVED_KINDS);
        return kinds;
    }

    /** The tenant as {@code now} finds its rooms. */
    static Tenant spread(Tenant tenant, Map<String, List<Former>> formers, Instant now) {
        Map<String, ShardSpread> spreads = new LinkedHashMap<>();
        formers.forEach((kind, all) -> spreads.put(kind, ShardSpread.at(now, tenant.definedShards(kind), all)));
        return tenant.spread(spreads);
    }
}
