package io.trunkline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the whole house; Maven holds those between the modules. */
class ArrowsTest {
    /** platform-core's packages, each of which may use those before it. */
    private static final List<String> CORE = List.of(
            "app",
            "apikey",
            "connection",
            "revocation",
            "subscription",
            "message",
            "hook",
            "idempotency",
            "auth",
            "wire",
            "wire.v1",
            "wire.legacy",
            "wire.legacy.careconnect",
            "wire.legacy.landinghub",
            "wire.legacy.manufacturing27",
            "wire.legacy.wizz",
            "wire.shipped",
            "catalogue",
            "policy",
            "limit",
            "usage",
            "history",
            "presence",
            "delivery",
            "logout",
            "publish",
            "dispatch",
            "schema",
            "sweep",
            "tenantfile",
            "secrets",
            "dynamo",
            "apigw",
            "sqs",
            "eventbridge");

    private static JavaClasses house;

    @BeforeAll
    static void readTheHouse() {
        Path root = Path.of("").toAbsolutePath().getParent();
        List<Path> modules = Stream.of("entity-routing", "platform-core", "platform-lambda", "local-gateway")
                .map(module -> root.resolve(module).resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
        assertThat(modules).as("compiled modules").hasSizeGreaterThanOrEqualTo(3);
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPaths(modules);
        assertThat(house).as("classes of the house").hasSizeGreaterThan(100);
    }

    @Test
    void routing_knows_the_jdk_only() {
        classes()
                .that()
                .resideInAPackage("io.trunkline.routing..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.trunkline.routing..")
                .check(house);
    }

    @Test
    void routing_packages_build_on_each_other_in_one_direction() {
        noClasses()
                .that()
                .resideInAPackage("io.trunkline.routing.key..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.trunkline.routing.catalog..", "io.trunkline.routing.route..")
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("io.trunkline.routing.catalog..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.trunkline.routing.route..")
                .check(house);
    }

    @Test
    void each_core_package_uses_only_those_above_it() {
        for (int i = 0; i < CORE.size(); i++) {
            String[] below = CORE.subList(i + 1, CORE.size()).stream()
                    .map(name -> "io.trunkline.core." + name)
                    .toArray(String[]::new);
            if (below.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("io.trunkline.core." + CORE.get(i))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(below)
                        .allowEmptyShould(false)
                        .check(house);
            }
        }
    }

    @Test
    void every_core_package_has_its_place_in_the_order() {
        assertThat(house.stream()
                        .map(type -> type.getPackageName())
                        .filter(name -> name.startsWith("io.trunkline.core"))
                        .distinct())
                .allMatch(name -> CORE.contains(name.substring("io.trunkline.core.".length())));
    }

    @Test
    void the_core_knows_neither_micronaut_nor_lambda() {
        noClasses()
                .that()
                .resideInAPackage("io.trunkline.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.micronaut..", "com.amazonaws..", "io.trunkline.lambda..", "io.trunkline.local..")
                .check(house);
    }

    @Test
    void each_sdk_has_one_package() {
        onlyIn(
                "software.amazon.awssdk.services.dynamodb..",
                "io.trunkline.core.dynamo..",
                "io.trunkline.lambda.wiring..");
        onlyIn("software.amazon.awssdk.services.apigatewaymanagementapi..", "io.trunkline.core.apigw..");
        onlyIn(
                "software.amazon.awssdk.services.eventbridge..",
                "io.trunkline.core.eventbridge..",
                "io.trunkline.lambda.wiring..");
        onlyIn("software.amazon.awssdk.services.sqs..", "io.trunkline.core.sqs..", "io.trunkline.lambda.wiring..");
        onlyIn(
                "software.amazon.awssdk.services.secretsmanager..",
                "io.trunkline.core.secrets..",
                "io.trunkline.lambda.wiring..");
    }

    private static void onlyIn(String sdk, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(sdk)
                .check(house);
    }

    @Test
    void the_local_gateway_does_not_know_the_functions_code() {
        noClasses()
                .that()
                .resideInAPackage("io.trunkline.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.trunkline.lambda..")
                .check(house);
    }

    @Test
    void every_package_says_what_lives_there_and_is_null_marked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
                .check(house);
        List<String> described = house.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .map(type -> type.getPackageName())
                .toList();
        assertThat(house.stream().map(type -> type.getPackageName()).distinct()).allMatch(described::contains);
    }
}
