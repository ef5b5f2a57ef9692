package io.trunkline.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trunkline.core.schema.Tables;
import io.trunkline.infra.config.StageConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process moto = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("moto.log").toFile())
                .start();
        try {
            awaitListening(moto, port);
            Map<String, String> account = Map.of(
                    "AWS_ENDPOINT_URL", "http://127.0.0.1:" + port,
                    "AWS_ACCESS_KEY_ID", "test",
                    "AWS_SECRET_ACCESS_KEY", "test",
                    "AWS_DEFAULT_REGION", "us-east-1");
            StageConfig config = Synthesized.dev();
            aws(account, "ssm put-parameter --type String --value 21 --name /cdk-bootstrap/hnb659fds/version");
            String stack = "Data";
            Synthesized.template(config, stack);
            aws(
                    account,
                    "cloudformation create-stack --capabilities CAPABILITY_IAM --stack-name " + config.name(stack)
                            + " --template-body file://"
                            + Synthesized.folder(config).resolve(config.name(stack) + ".template.json"));
            assertThat(aws(account, "cloudformation describe-stacks --stack-name " + config.name(stack)))
                    .contains("CREATE_COMPLETE");
            for (Tables.Table table : Tables.of(config.tables())) {
                assertThat(aws(account, "dynamodb describe-table --table-name " + table.name()))
                        .contains("PAY_PER_REQUEST")
                        .contains(table.partition().name());
            }
        } finally {
            moto.descendants().forEach(ProcessHandle::destroy);
            moto.destroy();
            moto.waitFor();
        }
    }

    private static String aws(Map<String, String> account, String command) throws IOException, InterruptedException {
        // by name, as the command asks some services at addresses of their own otherwise
        List<String> words = new ArrayList<>(
                List.of("aws", "--endpoint-url", Objects.requireNonNull(account.get("AWS_ENDPOINT_URL"))));
        words.addAll(List.of(command.split(" ", -1)));
        Tools.Said said = Tools.run(account, words);
        assertThat(said.status()).as(command + "\n" + said.text()).isZero();
        return said.text();
    }

    private static void awaitListening(Process process, int port) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(90));
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || Instant.now().isAfter(end)) {
                    throw new IOException("moto_server does not listen", e);
                }
                process.waitFor(200, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
        }
    }
}
