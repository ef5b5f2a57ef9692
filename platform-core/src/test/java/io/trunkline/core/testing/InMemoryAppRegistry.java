package io.trunkline.core.testing;

import io.trunkline.core.app.App;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Door;
import io.trunkline.core.app.IssuerTrust;
import io.trunkline.core.app.Tenant;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Tenants and doors in memory; a change holds at once. */
public final class InMemoryAppRegistry implements AppRegistry {
    private final Map<TenantId, Tenant> tenants = new HashMap<>();
    private final Map<String, Door> doors = new HashMap<>();

    public InMemoryAppRegistry(Tenant... tenants) {
        List.of(tenants).forEach(this::put);
    }

    /** Registers the tenant, in place of the one of the same id. */
    public synchronized void put(Tenant tenant) {
        tenants.put(tenant.id(), tenant);
    }

    public synchronized void put(Door door) {
        doors.put(door.id(), door);
    }

    public synchronized void remove(TenantId id) {
        tenants.remove(id);
    }

    @Override
    public synchronized Optional<Tenant> tenant(TenantId id) {
        return Optional.ofNullable(tenants.get(id));
    }

    @Override
    public synchronized Optional<Door> door(String id) {
        return Optional.ofNullable(doors.get(id));
    }

    @Override
    public Optional<AppKey> appOfIssuer(String issuer) {
        return onlyApp(trust -> trust.issuer().filter(issuer::equals).isPresent());
    }

    @Override
    public Optional<AppKey> appOfAudience(String issuer, String audience) {
        return onlyApp(trust -> trust.issuer().filter(issuer::equals).isPresent()
                && trust.audiences().contains(audience));
    }

    @Override
    public synchronized Optional<TenantId> tenantOfService(String issuer, String audience) {
        List<TenantId> found = tenants.values().stream()
                .filter(tenant -> tenant.services().stream().anyMatch(trust -> trust.isFor(issuer, List.of(audience))))
                .map(Tenant::id)
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private synchronized Optional<AppKey> onlyApp(Predicate<IssuerTrust> trusts) {
        List<AppKey> apps = tenants.values().stream()
                .flatMap(tenant -> tenant.apps().values().stream())
                .filter(app -> app.issuers().stream().anyMatch(trusts))
                .map(App::key)
                .toList();
        return apps.size() == 1 ? Optional.of(apps.getFirst()) : Optional.empty();
    }
}
