package io.trunkline.lambda.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A route that also takes the token of an app's client, which the route itself verifies: where {@code Authorization}
 * holds no service's token, the request comes without a {@link Caller}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface OpenToClients {}
