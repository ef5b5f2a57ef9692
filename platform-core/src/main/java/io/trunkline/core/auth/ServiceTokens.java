package io.trunkline.core.auth;

import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.IssuerTrust;
import io.trunkline.core.app.ServiceTrust;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.auth.ServiceVerdict.Refused;
import io.trunkline.routing.key.TenantId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks the tokens of backends, with what checks those of clients. The tenant is found by the token's issuer and
 * audience, which its {@code services} register; a token that an app would take as well is refused.
 */
public final class ServiceTokens {
    /** What a scope is called in a token, before {@code publish}, {@code read} or {@code admin}. */
    public static final String SCOPE_PREFIX = "trunkline:";

    /** Each audience of a token that nobody has verified may cost a read. */
    private static final int MAX_AUDIENCES = 5;

    private static final int MAX_SERVICE = 256;

    private final AppRegistry registry;
    private final TokenVerifier verifier;

    public ServiceTokens(AppRegistry registry, SecretSource secrets, InstantSource clock) {
        this.registry = registry;
        this.verifier = new TokenVerifier(new KeySets(clock), secrets, clock);
    }

    /** Throws where the keys are needed and cannot be had: that is nobody's bad token. */
    public ServiceVerdict verify(String text) {
        Optional<ParsedToken> parsed =
                text.length() > CarriedToken.MAX_LENGTH ? Optional.empty() : ParsedToken.of(text);
        return parsed.isEmpty() ? new Refused("not a signed token") : verify(parsed.get());
    }

    private ServiceVerdict verify(ParsedToken token) {
        Optional<Tenant> tenant = tenant(token).flatMap(registry::tenant);
        Optional<ServiceTrust> trust = tenant.flatMap(of -> of.services().stream()
                .filter(service -> service.isFor(token.issuer(), token.audiences()))
                .findFirst());
        if (tenant.isEmpty() || trust.isEmpty()) {
            return new Refused("no service by issuer and audience");
        }
        if (tenant.get().apps().values().stream()
                .flatMap(app -> app.issuers().stream())
                .anyMatch(app -> app.isFor(token.issuer(), token.audiences()))) {
            return new Refused(tenant.get().id() + ": a client's token, which is no service's");
        }
        return switch (verifier.verify(token.token(), trust.get())) {
            case Verification.Fails fails -> new Refused(tenant.get().id() + ": " + fails.detail());
            case Verification.Holds holds -> verified(tenant.get().id(), trust.get(), new Claims(holds.payload()));
        };
    }

    private Optional<TenantId> tenant(ParsedToken token) {
        if (!canBeRegistered(token.issuer())) {
            return Optional.empty();
        }
        List<TenantId> tenants = token.audiences().stream()
                .filter(ServiceTokens::canBeRegistered)
                .limit(MAX_AUDIENCES)
                .flatMap(audience -> registry.tenantOfService(token.issuer(), audience).stream())
                .distinct()
                .toList();
        return tenants.size() == 1 ? Optional.of(tenants.getFirst()) : Optional.empty();
    }

    private static boolean canBeRegistered(String text) {
        return !text.isEmpty() && text.length() <= IssuerTrust.MAX_NAME_LENGTH;
    }

    private static ServiceVerdict verified(TenantId tenant, ServiceTrust trust, Claims claims) {
        Optional<String> service = claims.text(trust.service())
                .filter(name -> !name.isEmpty() && name.length() <= MAX_SERVICE)
                .filter(name -> name.chars().noneMatch(Character::isISOControl));
        if (service.isEmpty()) {
            return new Refused(tenant + ": no claim for the service");
        }
        Set<ApiScope> scopes = claims.texts(trust.scopes()).stream()
                .filter(scope -> scope.startsWith(SCOPE_PREFIX))
                .flatMap(scope -> ApiScope.parse(scope.substring(SCOPE_PREFIX.length())).stream())
                .collect(Collectors.toUnmodifiableSet());
        return new ServiceVerdict.Verified(tenant, service.get(), scopes);
    }
}
