package io.trunkline.infra.shared;

import io.trunkline.core.schema.TableLayout;
import java.util.Optional;

/**
 * Which app of which tenant a stack belongs to, and which platform it uses.
 *
 * @param ecosystem the platform's; WizzUser unless it was deployed under another name
 * @param stage dev, staging or prod
 * @param tenant the tenant's id, as in its tenant file
 * @param app the app's id there
 * @param door the host name that is registered to the app; without one the address names the app
 */
public record AppRegistration(String ecosystem, String stage, String tenant, String app, Optional<String> door) {
    public static AppRegistration of(String stage, String tenant, String app) {
        return new AppRegistration(TableLayout.DEFAULT_ECOSYSTEM, stage, tenant, app, Optional.empty());
    }

    /** An app with a door of its own: the address that its clients know, and nothing else. */
    public AppRegistration withDoor(String host) {
        return new AppRegistration(ecosystem, stage, tenant, app, Optional.of(host));
    }

    /** Where the platform's stacks left {@code name} for others. */
    String parameter(String name) {
        return "/trunkline/" + ecosystem + "/" + stage + "/" + name;
    }

    /** Name of the secret that holds the tenant's API key; the tenant's team writes it once. */
    String keySecret() {
        return "trunkline/" + ecosystem + "/" + stage + "/" + tenant + "/" + app;
    }
}
