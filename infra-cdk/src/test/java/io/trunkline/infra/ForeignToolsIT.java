package io.trunkline.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trunkline.core.schema.Tables;
import io.trunkline.infra.config.StageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tools that are not ours say of the templates; each is skipped, with a word, where it is not installed. */
@NeedsNode
class ForeignToolsIT {
    @Test
    void cfn_lint_finds_nothing_in_any_template() throws IOException, InterruptedException {
        assumeTrue(Tools.find("cfn-lint").isPresent(), "cfn-lint is not installed: templates are not linted");
        List<String> command = new ArrayList<>(List.of("cfn-lint", "-t"));
        for (StageConfig config : List.of(Synthesized.dev(), Synthesized.everything())) {
            Synthesized.templates(config);
            try (Stream<Path> files = Files.list(Synthesized.folder(config))) {
                files.map(Path::toString)
                        .filter(file -> file.endsWith(".template.json"))
                        .forEach(command::add);
            }
        }
        Tools.Said said = Tools.run(Map.of(), command);
        assertThat(said.text()).isBlank();
        assertThat(said.status()).isZero();
    }

    /** moto makes what is in the Data stack; of WebSocket APIs, on which the others stand, it knows too little. */
    @Test
    void a_platform_team_finds_the_tables_with_the_aws_command(@TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(Tools.find("moto_server").isPresent(), "moto_server is not installed: nothing is deployed to it");
        assumeTrue(Tools.find("aws").isPresent(), "the aws command is not installed");
        try (MotoServer moto = MotoServer.start(folder)) {
            StageConfig config = Synthesized.dev();
            String stack = "Data";
            Synthesized.template(config, stack);
            moto.aws("cloudformation create-stack --capabilities CAPABILITY_IAM --stack-name " + config.name(stack)
                    + " --template-body file://"
                    + Synthesized.folder(config).resolve(config.name(stack) + ".template.json"));
            assertThat(moto.aws("cloudformation describe-stacks --stack-name " + config.name(stack)))
                    .contains("CREATE_COMPLETE");
            for (Tables.Table table : Tables.of(config.tables())) {
                assertThat(moto.aws("dynamodb describe-table --table-name " + table.name()))
                        .contains("PAY_PER_REQUEST")
                        .contains(table.partition().name());
            }
        }
    }
}
