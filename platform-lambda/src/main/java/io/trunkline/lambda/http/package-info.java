/**
 * The HTTP API: who calls, what they ask, and the answer in words. What is done lives in the core; that a request comes
 * as an event of API Gateway is Micronaut's and {@code HttpFunction}'s business.
 */
@NullMarked
package io.trunkline.lambda.http;

import org.jspecify.annotations.NullMarked;
