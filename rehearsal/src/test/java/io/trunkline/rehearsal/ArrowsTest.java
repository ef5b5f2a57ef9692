package io.trunkline.rehearsal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What a rehearsal may use, so that it plays what the commands do and no more. */
class ArrowsTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.trunkline.rehearsal");

    @Test
    void a_rehearsal_takes_the_steps_of_the_commands_and_nothing_below_them() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.trunkline.migration.command..",
                        "io.trunkline.migration.control..",
                        "io.trunkline.migration.journal..",
                        "io.trunkline.migration.source..",
                        "io.trunkline.migration.target..",
                        "io.trunkline.lambda..")
                .check(MODULE);
    }

    @Test
    void the_house_is_met_by_its_doors() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.trunkline.local.cli..", "io.trunkline.local.runtime..", "io.trunkline.local.queue..")
                .check(MODULE);
    }
}
