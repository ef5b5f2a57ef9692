/**
 * The HTTP port of this machine: API Gateway's HTTP API in front of the function, and beside it the local issuer's keys
 * and a health check. What a request is answered with is the function's business.
 */
@NullMarked
package io.trunkline.local.http;

import org.jspecify.annotations.NullMarked;
