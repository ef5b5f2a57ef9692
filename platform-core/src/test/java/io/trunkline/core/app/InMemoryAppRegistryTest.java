package io.trunkline.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.routing.key.TenantId;
import java.util.HashMap;
import java.util.Map;

class InMemoryAppRegistryTest extends AppRegistryContractTest {
    private final Map<TenantId, TenantReading.Valid> registered = new HashMap<>();

    @Override
    protected AppRegistry registry() {
        InMemoryAppRegistry registry = new InMemoryAppRegistry(
                registered.values().stream().map(TenantReading.Valid::tenant).toArray(Tenant[]::new));
        registered.values().forEach(valid -> valid.doors().forEach(registry::put));
        return registry;
    }

    @Override
    protected void register(JsonNode definition) {
        TenantReading.Valid valid = read(definition);
        registered.put(valid.tenant().id(), valid);
    }

    @Override
    protected void remove(TenantId tenant) {
        registered.remove(tenant);
    }
}
