package io.trunkline.core.auth;

import io.trunkline.core.app.App;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.util.Optional;
import java.util.Set;

/** An identity that a tenant's own backend states, held against the app's registration as a token's claims are. */
public sealed interface StatedIdentity {
    record Known(Identity identity) implements StatedIdentity {}

    record Refused(Rejection rejection) implements StatedIdentity {}

    /**
     * Unlike a token's, whose other roles are another system's business, what is not declared here is refused: a
     * backend that names it has made a mistake.
     */
    static StatedIdentity of(
            Tenant tenant, AppId app, String user, EntityRef entity, Set<String> roles, Set<Scope> scopes) {
        Optional<App> registered = tenant.app(app);
        if (registered.isEmpty()) {
            return badField("app: the tenant has no app '" + app + "'");
        }
        if (!registered.get().types().contains(entity.type())
                || !tenant.catalog().declares(entity.type())) {
            return new Refused(new Rejection(
                    RejectionCode.FORBIDDEN_ENTITY,
                    "the app '" + app + "' does not admit the type '" + entity.type() + "'"));
        }
        Set<String> declared = tenant.catalog().roles().getOrDefault(entity.type(), Set.of());
        if (!declared.containsAll(roles)) {
            return badField("roles: the type '" + entity.type() + "' declares others");
        }
        if (!scopes.stream().map(Scope::name).allMatch(tenant.catalog().scopes()::contains)) {
            return badField("scopes: the tenant declares others");
        }
        if (roles.size() > IdentityMapper.MAX_ROLES || scopes.size() > IdentityMapper.MAX_ROLES) {
            return badField("more than " + IdentityMapper.MAX_ROLES + " roles or scopes");
        }
        return new Known(new Identity(registered.get().key(), user, entity, roles, scopes));
    }

    private static StatedIdentity badField(String message) {
        return new Refused(new Rejection(RejectionCode.BAD_FIELD, message));
    }
}
