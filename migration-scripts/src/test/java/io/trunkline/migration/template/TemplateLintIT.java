package io.trunkline.migration.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trunkline.migration.template.rewrite.RewriteOptions;
import io.trunkline.migration.template.rewrite.RewriteStep;
import io.trunkline.migration.template.rewrite.TemplateRewriter;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.routing.key.AppKey;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS's own linter says of rewritten templates; skipped, with a word, where it is not installed. */
class TemplateLintIT {
    @ParameterizedTest
    @CsvSource(textBlock = """
        order-receiver.sam.yaml, RETAIN
        order-receiver.sam.yaml, MOVE
        order-receiver.sam.yaml, FINISH
        order-receiver.shared.sam.yaml, MOVE
        landinghub.cloudformation.json, RETAIN
        landinghub.cloudformation.json, MOVE
        """)
    void cfn_lint_finds_nothing(String file, RewriteStep step, @TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(installed(), "cfn-lint is not installed: rewritten templates are not linted");
        RewriteOptions options = RewriteOptions.of(AppKey.parse("wizz/order-receiver"));
        TemplateText in = Fixtures.template(file);
        if (step == RewriteStep.FINISH) {
            in = TemplateRewriter.rewrite(in, options).after();
        }
        Path out = folder.resolve(file);
        Files.write(
                out, TemplateRewriter.rewrite(in, options.with(step)).after().bytes());
        // the runtime is as old as the app is (E2531, E2533), a dependency stated twice was so before (W3005)
        Process lint = new ProcessBuilder(
                        "cfn-lint", "--ignore-checks", "E2531", "E2533", "W2531", "W3005", "-t", out.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(lint.waitFor()).as(said).isZero();
        assertThat(said).isBlank();
    }

    private static boolean installed() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cfn-lint")));
    }
}
