package io.trunkline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/** AWS's own rules for solutions, by cdk-nag. */
@NeedsNode
class NagTest {
    @Test
    void no_rule_is_broken_without_a_reason(@TempDir Path folder) throws IOException {
        App app = Platform.app(folder, Map.of());
        new Platform(app, Synthesized.everything(), Synthesized.zip());
        Platform.account(app);
        Aspects.of(app).add(new AwsSolutionsChecks());
        app.synth();
        List<String> judged = report(folder);
        assertThat(judged.stream().filter(line -> line.contains("\"Compliant\"")))
                .hasSizeGreaterThan(10);
        assertThat(judged.stream().filter(line -> line.contains("\"Non-Compliant\"") || line.contains("\"UNKNOWN\"")))
                .isEmpty();
    }

    /** cdk-nag's own reports: rule, resource, verdict, reason. */
    private static List<String> report(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith("NagReport.csv"))
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void every_accepted_finding_has_its_reason() {
        List<JsonNode> accepted = new ArrayList<>();
        Synthesized.templates(Synthesized.everything()).values().forEach(template -> template.findValues(
                        "rules_to_suppress")
                .forEach(rules -> rules.forEach(accepted::add)));
        assertThat(accepted)
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.path("reason").asText()).hasSizeGreaterThan(40));
    }
}
