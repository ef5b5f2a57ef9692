package io.trunkline.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.Door;
import io.trunkline.core.app.TenantReader;
import io.trunkline.core.app.TenantReading;
import io.trunkline.core.auth.MembershipStore;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.dynamo.RegistryWriter;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.local.issuer.LocalTrust;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.TenantId;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings the registry of this machine in line with the tenant files. */
final class LocalRegistry {
    private final RegistryWriter registry;
    private final GrantStore grants;
    private final MembershipStore memberships;

    LocalRegistry(DynamoAdmin admin) {
        registry = admin.registry();
        grants = admin.grants();
        memberships = admin.memberships();
    }

    /**
     * Writes every tenant, trusting the local issuer besides its own, and takes out those that have no file any more.
     */
    void load(List<TenantFile> tenants, URI jwks, List<Door> doors) {
        Set<TenantId> wanted =
                tenants.stream().map(loaded -> loaded.reading().tenant().id()).collect(Collectors.toSet());
        registry.tenants().stream().filter(tenant -> !wanted.contains(tenant)).forEach(registry::remove);
        for (TenantFile loaded : tenants) {
            JsonNode trusting = LocalTrust.added(loaded.definition(), jwks);
            switch (TenantReader.read(trusting)) {
                case TenantReading.Valid valid -> {
                    registry.replace(trusting, valid);
                    seed(valid);
                }
                case TenantReading.Invalid invalid ->
                    throw new IllegalStateException("the local issuer does not fit: " + invalid.problems());
            }
        }
        doors.forEach(registry::putDoor);
    }

    private void seed(TenantReading.Valid valid) {
        TenantId tenant = valid.tenant().id();
        valid.memberships().forEach(seed -> memberships.add(tenant, seed.user(), seed.standing()));
        valid.grants().forEach(seed -> grants.grant(new RoomKey(tenant, seed.room()), seed.standing()));
    }
}
