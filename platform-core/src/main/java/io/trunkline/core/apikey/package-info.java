/**
 * The keys by which a tenant's backends call the HTTP API: making, checking, replacing and ending them. Only a hash of
 * a key's secret lives here and in the store; tokens of connections are in {@code auth}.
 */
@NullMarked
package io.trunkline.core.apikey;

import org.jspecify.annotations.NullMarked;
