/**
 * The HTTP port of this machine: the local issuer's keys and a health check. The HTTP API's functions will answer here.
 */
@NullMarked
package io.trunkline.local.http;

import org.jspecify.annotations.NullMarked;
