package io.trunkline.migration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows between this module's packages, as ARCHITECTURE.md says them; Maven holds those between the modules. */
class ArrowsTest {
    private static final String HERE = "io.trunkline.migration.";

    /** What each package may use of the others; the templates of an app are a matter of their own. */
    private record Arrow(String from, List<String> to) {}

    private static final List<Arrow> ARROWS = List.of(
            new Arrow("source", List.of()),
            new Arrow("mapping", List.of("source")),
            new Arrow("control", List.of()),
            new Arrow("journal", List.of()),
            new Arrow("plan", List.of()),
            new Arrow("target", List.of()),
            new Arrow("step", List.of("source", "mapping", "control", "journal", "plan", "target")),
            new Arrow("template", List.of()),
            // the reasons and repairs by their words, and a source that cannot be read
            new Arrow("command", List.of("step", "plan", "mapping", "source", "control", "template")));

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.trunkline.migration");

    @Test
    void each_package_uses_only_those_that_it_may() {
        for (Arrow arrow : ARROWS) {
            String[] others = ARROWS.stream()
                    .map(Arrow::from)
                    .filter(name -> !name.equals(arrow.from()) && !arrow.to().contains(name))
                    .map(name -> HERE + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(HERE + arrow.from() + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(false)
                    .check(MODULE);
        }
    }

    @Test
    void every_package_has_its_place() {
        Set<String> found = new TreeSet<>();
        MODULE.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith(HERE))
                .map(name -> name.substring(HERE.length()))
                .forEach(name -> found.add(name.contains(".") ? name.substring(0, name.indexOf('.')) : name));

        assertThat(ARROWS.stream().map(Arrow::from)).containsExactlyInAnyOrderElementsOf(found);
    }

    @Test
    void each_store_and_control_plane_has_one_package() {
        onlyIn("software.amazon.awssdk.services.apigatewayv2..", "control");
        onlyIn("software.amazon.awssdk.services.lambda..", "control");
        onlyIn("software.amazon.awssdk.services.cloudformation..", "control");
        onlyIn("software.amazon.awssdk.services.sts..", "control");
        onlyIn("java.sql..", "source");
        onlyIn("com.mongodb..", "source");
        onlyIn("software.amazon.awssdk.services.dynamodb..", "source", "journal", "step");
        onlyIn("picocli..", "command", "template");
    }

    private static void onlyIn(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(List.of(packages).stream()
                        .map(name -> HERE + name + "..")
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MODULE);
    }

    @Test
    void every_package_says_what_lives_there_and_is_null_marked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
                .check(MODULE);
        List<String> described = MODULE.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .map(type -> type.getPackageName())
                .toList();
        assertThat(MODULE.stream().map(type -> type.getPackageName()).distinct())
                .allMatch(described::contains);
    }
}
