package io.trunkline.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.TenantId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every registry does, once what was written is to be seen. */
public abstract class AppRegistryContractTest {
    protected static final String ISSUER = "https://id.wizz.example/";
    protected static final TenantId WIZZ = new TenantId("wizz");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The registry with what was registered and removed so far, as it is seen in the end. */
    protected abstract AppRegistry registry();

    /** Registers the tenant, in place of the one of the same id. */
    protected abstract void register(JsonNode definition);

    protected abstract void remove(TenantId tenant);

    /** Part of a definition: an app of the type {@code driver} that trusts {@code issuer} for {@code audiences}. */
    protected static String app(String name, String issuer, String... audiences) {
        return """
            "%s": {"types": ["driver"], "issuers": [{"issuer": "%s", "audience": [%s], "algorithm": "ES256",
              "jwks": "https://keys.example/jwks", "claims": {"entity": {"type": "driver", "id": "sub"}}}]}\
            """.formatted(
                name, issuer, Stream.of(audiences).map(a -> '"' + a + '"').collect(Collectors.joining(",")));
    }

    /** Part of a definition: a door that leads to {@code app}. */
    protected static String door(String id, String app) {
        return "{\"door\": \"%s\", \"app\": \"%s\"}".formatted(id, app);
    }

    protected static JsonNode definition(String tenant, List<String> apps, String... doors) {
        try {
            return JSON.readTree("{\"tenant\": \"%s\", \"types\": {\"driver\": {}}, \"apps\": {%s}, \"doors\": [%s]}"
                    .formatted(tenant, String.join(",", apps), String.join(",", doors)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    protected static TenantReading.Valid read(JsonNode definition) {
        return switch (TenantReader.read(definition)) {
            case TenantReading.Valid valid -> valid;
            case TenantReading.Invalid invalid ->
                throw new IllegalArgumentException(invalid.problems().toString());
        };
    }

    @Test
    void aRegisteredTenantIsReadAsItWasWritten() {
        JsonNode wizz = definition("wizz", List.of(app("drivers", ISSUER, "drivers")));

        register(wizz);

        assertThat(registry().tenant(WIZZ)).contains(read(wizz).tenant());
        assertThat(registry().tenant(new TenantId("careconnect"))).isEmpty();
    }

    @Test
    void aTenantThatIsWrittenAgainIsReadAsItWasWrittenLast() {
        register(definition("wizz", List.of(app("drivers", ISSUER, "drivers"))));
        JsonNode wizz = definition("wizz", List.of(app("customers", ISSUER, "customers")));

        register(wizz);

        assertThat(registry().tenant(WIZZ)).contains(read(wizz).tenant());
    }

    @Test
    void aDoorLeadsToItsApp() {
        register(definition(
                "wizz", List.of(app("drivers", ISSUER, "drivers")), door("drivers.wizz.example:3011", "drivers")));

        assertThat(registry().door("drivers.wizz.example:3011").map(Door::app)).contains(AppKey.parse("wizz/drivers"));
        assertThat(registry().door("drivers.wizz.example")).isEmpty();
        assertThat(registry().door("")).isEmpty();
        assertThat(registry().door("x".repeat(5000))).isEmpty();
    }

    @Test
    void anIssuerThatOneAppTrustsLeadsToThatApp() {
        register(definition("wizz", List.of(app("drivers", ISSUER, "drivers"))));

        assertThat(registry().appOfIssuer(ISSUER)).contains(AppKey.parse("wizz/drivers"));
        assertThat(registry().appOfIssuer(ISSUER + "x")).isEmpty();
        assertThat(registry().appOfIssuer("")).isEmpty();
    }

    @Test
    void anIssuerThatTwoAppsTrustLeadsToNeitherAndTheAudienceDecides() {
        register(definition("wizz", List.of(app("drivers", ISSUER, "drivers"), app("fleet", ISSUER, "fleet", "both"))));

        assertThat(registry().appOfIssuer(ISSUER)).isEmpty();
        assertThat(registry().appOfAudience(ISSUER, "drivers")).contains(AppKey.parse("wizz/drivers"));
        assertThat(registry().appOfAudience(ISSUER, "fleet")).contains(AppKey.parse("wizz/fleet"));
        assertThat(registry().appOfAudience(ISSUER, "nobody")).isEmpty();
        assertThat(registry().appOfAudience("https://other.example/", "drivers"))
                .isEmpty();
    }

    @Test
    void anIssuerAndAudienceOfTwoTenantsLeadToNeither() {
        register(definition("wizz", List.of(app("drivers", ISSUER, "drivers"))));
        register(definition("careconnect", List.of(app("drivers", ISSUER, "drivers"))));

        assertThat(registry().appOfIssuer(ISSUER)).isEmpty();
        assertThat(registry().appOfAudience(ISSUER, "drivers")).isEmpty();
    }

    @Test
    void noTwoPairsOfIssuerAndAudienceAreTakenForEachOther() {
        register(definition("wizz", List.of(app("drivers", "a:b", "c"), app("fleet", "a", "b:c"))));

        assertThat(registry().appOfAudience("a:b", "c")).contains(AppKey.parse("wizz/drivers"));
        assertThat(registry().appOfAudience("a", "b:c")).contains(AppKey.parse("wizz/fleet"));
        assertThat(registry().appOfAudience("a:", "bc")).isEmpty();
    }

    @Test
    void whatATenantNoLongerSaysLeadsNowhere() {
        register(definition(
                "wizz",
                List.of(app("drivers", ISSUER, "drivers"), app("fleet", "https://old.example/", "fleet")),
                door("old.wizz.example", "fleet"),
                door("wizz.example", "drivers")));

        register(definition("wizz", List.of(app("drivers", ISSUER, "drivers-2")), door("wizz.example", "drivers")));

        assertThat(registry().appOfIssuer("https://old.example/")).isEmpty();
        assertThat(registry().appOfAudience("https://old.example/", "fleet")).isEmpty();
        assertThat(registry().appOfAudience(ISSUER, "drivers")).isEmpty();
        assertThat(registry().appOfAudience(ISSUER, "drivers-2")).contains(AppKey.parse("wizz/drivers"));
        assertThat(registry().door("old.wizz.example")).isEmpty();
        assertThat(registry().door("wizz.example")).isPresent();
    }

    @Test
    void aRemovedTenantLeadsNowhereAndFreesWhatItShared() {
        register(definition("wizz", List.of(app("drivers", ISSUER, "drivers")), door("wizz.example", "drivers")));
        register(definition("careconnect", List.of(app("drivers", ISSUER, "drivers"))));

        remove(WIZZ);

        assertThat(registry().tenant(WIZZ)).isEmpty();
        assertThat(registry().door("wizz.example")).isEmpty();
        assertThat(registry().appOfIssuer(ISSUER)).contains(AppKey.parse("careconnect/drivers"));
        assertThat(registry().appOfAudience(ISSUER, "drivers")).contains(AppKey.parse("careconnect/drivers"));
    }
}
