package io.trunkline.core.auth;

import io.trunkline.core.app.App;
import io.trunkline.core.app.ClaimMapping;
import io.trunkline.core.app.EntityMapping;
import io.trunkline.core.app.ScopeSelection;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From verified claims, and memberships where the app says so, to an identity. */
final class IdentityMapper {
    /**
     * Most roles, and most scope values, of one identity: each is a room to join and a part of the context to carry.
     */
    static final int MAX_ROLES = 50;

    sealed interface Mapped {
        record Known(Identity identity) implements Mapped {}

        record Unknown(Rejection rejection, String detail) implements Mapped {}
    }

    private final MembershipStore memberships;

    IdentityMapper(MembershipStore memberships) {
        this.memberships = memberships;
    }

    Mapped map(Tenant tenant, App app, ClaimMapping mapping, Claims claims, Handshake handshake) {
        Optional<String> user = claims.first(mapping.user());
        if (user.isEmpty()) {
            return new Mapped.Unknown(Rejection.of(RejectionCode.UNAUTHORIZED), "no claim for the user");
        }
        try {
            String validUser = new RoomName.User(user.get()).id();
            if (mapping.entity() instanceof EntityMapping.TypeClaim both
                    && type(both, claims).isEmpty()) {
                return new Mapped.Unknown(
                        Rejection.of(RejectionCode.UNAUTHORIZED),
                        "the claim for the type is missing, or stands for none");
            }
            Optional<EntityRef> entity = entity(tenant, validUser, mapping.entity(), claims, handshake);
            if (entity.isEmpty()) {
                return forbidden("no claim or membership for the entity, or no single one selected");
            }
            EntityType type = entity.get().type();
            if (!app.types().contains(type) || !tenant.catalog().declares(type)) {
                return forbidden("the app does not admit the entity's type");
            }
            Set<String> roles = roles(tenant, type, mapping, claims);
            Optional<Set<Scope>> found = scopes(tenant, validUser, type, mapping, claims, handshake);
            if (found.isEmpty()) {
                return forbidden("no value of a scope that is required, or not the one selected");
            }
            Set<Scope> scopes = found.get();
            if (roles.size() > MAX_ROLES || scopes.size() > MAX_ROLES) {
                return forbidden("more than " + MAX_ROLES + " roles or scopes");
            }
            return new Mapped.Known(new Identity(app.key(), validUser, entity.get(), roles, scopes));
        } catch (MalformedKeyException e) {
            return new Mapped.Unknown(Rejection.of(RejectionCode.UNAUTHORIZED), "a claim is no id: " + e.getMessage());
        }
    }

    private static Mapped forbidden(String detail) {
        return new Mapped.Unknown(Rejection.of(RejectionCode.FORBIDDEN_ENTITY), detail);
    }

    private Optional<EntityRef> entity(
            Tenant tenant, String user, EntityMapping mapping, Claims claims, Handshake handshake) {
        return switch (mapping) {
            case EntityMapping.FixedType fixed ->
                claims.first(fixed.idClaims()).map(id -> new EntityRef(fixed.type(), id));
            case EntityMapping.WholeClaim whole -> claims.text(whole.claim()).map(EntityRef::parse);
            case EntityMapping.TypeClaim both ->
                type(both, claims).flatMap(type -> claims.first(both.idClaims()).map(id -> new EntityRef(type, id)));
            case EntityMapping.Membership membership -> selected(tenant, user, membership, handshake);
        };
    }

    private static Optional<EntityType> type(EntityMapping.TypeClaim mapping, Claims claims) {
        return claims.has(mapping.typeClaim())
                ? claims.text(mapping.typeClaim()).flatMap(value -> type(mapping, value))
                : mapping.absent();
    }

    private static Optional<EntityType> type(EntityMapping.TypeClaim mapping, String value) {
        return mapping.types().isEmpty()
                ? Optional.of(new EntityType(value))
                : Optional.ofNullable(mapping.types().get(value));
    }

    /** One of the entities that the tenant's backend has written; the client's word only picks among them. */
    private Optional<EntityRef> selected(
            Tenant tenant, String user, EntityMapping.Membership mapping, Handshake handshake) {
        List<EntityRef> own = memberships.entitiesOf(tenant.id(), user).stream()
                .filter(entity -> entity.type().equals(mapping.type()))
                .toList();
        Optional<String> selection = handshake.queryParameter(mapping.selectedBy());
        if (selection.isPresent()) {
            return own.stream()
                    .filter(entity -> entity.id().equals(selection.get()))
                    .findFirst();
        }
        return own.size() == 1 ? Optional.of(own.getFirst()) : Optional.empty();
    }

    /** Only roles that the type declares: a token of a shared issuer may list those of other systems. */
    private static Set<String> roles(Tenant tenant, EntityType type, ClaimMapping mapping, Claims claims) {
        Set<String> declared = tenant.catalog().roles().getOrDefault(type, Set.of());
        Set<String> roles = new LinkedHashSet<>();
        mapping.roles().ifPresent(from -> claims.texts(from.claim()).stream()
                .map(from::named)
                .filter(declared::contains)
                .forEach(roles::add));
        return roles;
    }

    /** Empty where a value is required and there is none, or another was selected than may be. */
    private Optional<Set<Scope>> scopes(
            Tenant tenant, String user, EntityType type, ClaimMapping mapping, Claims claims, Handshake handshake) {
        Set<Scope> scopes = new LinkedHashSet<>();
        for (Map.Entry<String, List<String>> each : mapping.scopes().entrySet()) {
            String scope = each.getKey();
            List<String> values = claims.firstValues(each.getValue());
            ScopeSelection selection = mapping.selections().get(scope);
            if (selection != null) {
                if (values.isEmpty() && selection.membership()) {
                    values = written(tenant, user, scope);
                }
                Optional<String> selected = selection.selectedBy().flatMap(handshake::queryParameter);
                if (selected.isPresent()) {
                    if (!values.contains(selected.get()) && !tenant.catalog().hasEvery(type, scope)) {
                        return Optional.empty();
                    }
                    values = List.of(selected.get());
                }
                if (values.isEmpty() && selection.required().contains(type)) {
                    return Optional.empty();
                }
            }
            values.forEach(value -> scopes.add(new Scope(scope, value)));
        }
        return Optional.of(scopes);
    }

    private List<String> written(Tenant tenant, String user, String scope) {
        return memberships.of(tenant.id(), user).stream()
                .flatMap(standing -> standing.asScope().stream())
                .filter(value -> value.name().equals(scope))
                .map(Scope::value)
                .toList();
    }
}
