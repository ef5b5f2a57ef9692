package io.trunkline.lambda.http;

import io.trunkline.core.apikey.ApiScope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The scopes that open a route, any one of them. A route under {@code /v1} without this opens to nobody. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface NeedsScope {
    ApiScope[] value();
}
