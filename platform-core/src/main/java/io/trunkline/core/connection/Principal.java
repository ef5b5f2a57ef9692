package io.trunkline.core.connection;

import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.Optional;

/**
 * Who a connection is, once verified. It travels with the connection as the authorizer's context, so no read is needed
 * to know who speaks.
 *
 * @param tokenId the token's {@code jti}, where it has one
 * @param issuedAt the token's {@code iat}, where it has one
 * @param expiresAt the token's {@code exp}
 */
public record Principal(Identity identity, Optional<String> tokenId, Optional<Instant> issuedAt, Instant expiresAt) {}
