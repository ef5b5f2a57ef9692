package io.trunkline.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CDK's own command line on what the app wrote; skipped, with a word, where {@code cdk} is not installed. It asks
 * nothing of AWS but where a look-alike answers.
 */
@NeedsNode
class CommandLineIT {
    @TempDir
    Path folder;

    @BeforeEach
    void needsTheCommandLine() {
        assumeTrue(Tools.find("cdk").isPresent(), "cdk is not installed: npm's command line of the CDK is not tried");
    }

    @Test
    void it_lists_the_stacks_of_the_stage() throws IOException, InterruptedException {
        Synthesized.templates(Synthesized.dev());
        Tools.Said said = cdk(Map.of(), "list");
        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text().lines())
                .contains(
                        "WizzUser-dev-Data",
                        "WizzUser-dev-Realtime",
                        "WizzUser-dev-HttpApi",
                        "WizzUser-dev-FanOut",
                        "WizzUser-dev-Observability",
                        "Trunkline-Account");
    }

    @Test
    void it_tells_what_would_be_deployed_and_nothing_of_what_already_is() throws IOException, InterruptedException {
        assumeTrue(Tools.find("moto_server").isPresent(), "moto_server is not installed: nothing to differ from");
        assumeTrue(Tools.find("aws").isPresent(), "the aws command is not installed");
        Synthesized.templates(Synthesized.dev());
        try (MotoServer moto = MotoServer.start(folder)) {
            Tools.Said before = cdk(moto.account(), "diff", "WizzUser-dev-Data", "--method=template");
            assertThat(before.status()).as(before.text()).isZero();
            assertThat(before.text()).contains("[+] AWS::DynamoDB::Table");

            moto.aws("cloudformation create-stack --stack-name WizzUser-dev-Data --template-body file://"
                    + Synthesized.folder(Synthesized.dev()).resolve("WizzUser-dev-Data.template.json"));
            Tools.Said after = cdk(moto.account(), "diff", "WizzUser-dev-Data", "--method=template");
            assertThat(after.status()).as(after.text()).isZero();
            assertThat(after.text()).contains("There were no differences").doesNotContain("[+]");
        }
    }

    private Tools.Said cdk(Map<String, String> account, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("cdk"));
        command.addAll(List.of(words));
        // a copy: the command line locks the folder that it reads
        command.addAll(List.of("--app", copy().toString(), "--no-notices", "--no-version-reporting", "--no-color"));
        Map<String, String> environment = new HashMap<>(account);
        environment.put("CDK_DISABLE_CLI_TELEMETRY", "true");
        return Tools.run(environment, command);
    }

    private Path copy() throws IOException {
        Path to = folder.resolve("assembly");
        if (Files.isDirectory(to)) {
            return to;
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(Synthesized.folder(Synthesized.dev()))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
