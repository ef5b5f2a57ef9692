package io.trunkline.lambda.wiring;

import io.micronaut.context.annotation.Factory;
import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.apikey.Cursors;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.auth.JwtAuthenticator;
import io.trunkline.core.auth.MembershipStore;
import io.trunkline.core.auth.Memberships;
import io.trunkline.core.auth.SecretSource;
import io.trunkline.core.auth.ServiceTokens;
import io.trunkline.core.auth.Tickets;
import io.trunkline.core.auth.UnrevokedAuthenticator;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.dispatch.RoomGrants;
import io.trunkline.core.dispatch.TokenLife;
import io.trunkline.core.dynamo.CachedApiKeyStore;
import io.trunkline.core.dynamo.DynamoApiKeyStore;
import io.trunkline.core.dynamo.DynamoCursorKeyStore;
import io.trunkline.core.dynamo.DynamoTicketStore;
import io.trunkline.core.logout.ForcedLogout;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.revocation.RevocationStore;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.secrets.ReferencedSecrets;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.lambda.config.Settings;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Who may come in and as whom: tokens, tickets, keys, memberships, grants, revocations. */
@Factory
final class AccessFactory {
    @Singleton
    SecretSource secrets(InstantSource clock) {
        return new ReferencedSecrets(System.getenv(), SecretsManagerClient::create, clock);
    }

    @Singleton
    Tickets tickets(DynamoDbClient client, Settings settings, RandomGenerator random, InstantSource clock) {
        return new Tickets(new DynamoTicketStore(client, settings.tables()), random, clock);
    }

    @Singleton
    ServiceTokens serviceTokens(AppRegistry registry, SecretSource secrets, InstantSource clock) {
        return new ServiceTokens(registry, secrets, clock);
    }

    @Singleton
    Memberships membershipsOfUsers(MembershipStore memberships) {
        return new Memberships(memberships);
    }

    @Singleton
    RoomGrants grantedMembers(
            AppRegistry registry,
            GrantStore grants,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            RoomPresence presence,
            InstantSource clock) {
        return new RoomGrants(registry, grants, connections, subscriptions, presence, clock);
    }

    @Singleton
    Authenticator authenticator(
            AppRegistry registry,
            MembershipStore memberships,
            SecretSource secrets,
            Tickets tickets,
            Revocations revocations,
            DialectRegistry dialects,
            InstantSource clock) {
        return new UnrevokedAuthenticator(
                new JwtAuthenticator(registry, memberships, secrets, tickets, dialects.ids(), clock), revocations);
    }

    @Singleton
    Revocations revocations(RevocationStore store, InstantSource clock) {
        return new Revocations(store, clock);
    }

    @Singleton
    TokenLife tokenLife(
            AppRegistry registry,
            Authenticator authenticator,
            ConnectionStore connections,
            Revocations revocations,
            InstantSource clock) {
        return new TokenLife(registry, authenticator, connections, revocations, clock);
    }

    @Singleton
    ForcedLogout forcedLogout(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            RevocationStore revocations,
            Farewell farewell,
            ConnectionCleanup cleanup,
            Settings settings,
            InstantSource clock) {
        return new ForcedLogout(
                registry,
                connections,
                subscriptions,
                revocations,
                farewell,
                cleanup,
                Sleeper.SYSTEM,
                clock,
                settings.postsInFlight());
    }

    @Singleton
    ApiKeys apiKeys(DynamoDbClient client, Settings settings, RandomGenerator random, InstantSource clock) {
        return new ApiKeys(
                new CachedApiKeyStore(new DynamoApiKeyStore(client, settings.tables()), clock), random, clock);
    }

    @Singleton
    Cursors cursors(DynamoDbClient client, Settings settings, RandomGenerator random) {
        return new Cursors(new DynamoCursorKeyStore(client, settings.tables(), random));
    }
}
