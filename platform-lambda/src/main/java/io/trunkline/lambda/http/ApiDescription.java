package io.trunkline.lambda.http;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** What the OpenAPI document says of the API as a whole. Read by the compiler; nothing uses it when it runs. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Trunkline",
                        version = "1",
                        description =
                                "What a tenant's backends call. Whose tenant it is follows from the key or token.",
                        license = @License(name = "Apache-2.0")))
@SecurityScheme(
        name = ApiDescription.KEY,
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        paramName = "x-api-key",
        description = "A key of the tenant, from `./trunkline keys create`.")
@SecurityScheme(
        name = ApiDescription.TOKEN,
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "A token of one of the tenant's `services`.")
@SecurityScheme(
        name = ApiDescription.CLIENT,
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "A client's own token, as it would connect with.")
interface ApiDescription {
    String KEY = "apiKey";
    String TOKEN = "serviceToken";
    String CLIENT = "clientToken";
}
