package io.trunkline.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The arrows of this module; those of the others are in local-gateway, which is built before it. */
class InfraArrowsTest {
    private static final JavaClasses INFRA = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void of_the_core_only_the_schema_is_known() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are the core's, but not of its schema",
                        (JavaClass type) -> type.getPackageName().startsWith("io.trunkline.core.")
                                && !type.getPackageName().equals("io.trunkline.core.schema")))
                .check(INFRA);
    }

    @Test
    void neither_costs_nor_settings_know_the_stacks() {
        noClasses()
                .that()
                .resideInAnyPackage("io.trunkline.infra.cost", "io.trunkline.infra.config", "io.trunkline.infra.shared")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.trunkline.infra", "io.trunkline.infra.stack")
                .check(INFRA);
    }
}
