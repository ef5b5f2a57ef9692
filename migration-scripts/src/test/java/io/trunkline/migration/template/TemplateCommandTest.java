package io.trunkline.migration.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TemplateCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path in = Path.of("");

    @BeforeEach
    void template() throws IOException {
        in = folder.resolve("template.yaml");
        Files.write(in, Fixtures.template("order-receiver.sam.yaml").bytes());
    }

    private int run(String... arguments) {
        return new CommandLine(new TemplateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.write(String.valueOf(failure.getMessage()));
                    return 1;
                })
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void it_prints_the_diff_and_writes_only_what_it_was_told_to() throws IOException {
        byte[] before = Files.readAllBytes(in);
        assertThat(run("rewrite", in.toString(), "--app", "wizz/order-receiver"))
                .isZero();
        assertThat(out.toString()).contains("--- " + in).contains("-  WebSocketApi:");
        assertThat(out.toString()).doesNotContain("\u001b");
        Path target = folder.resolve("out.yaml");
        assertThat(run("rewrite", in.toString(), "--app", "wizz/order-receiver", "--out", target.toString()))
                .isZero();
        assertThat(Files.readString(target))
                .isEqualTo(Fixtures.template("expected/order-receiver.sam.yaml").text());
        assertThat(Files.readAllBytes(in)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void it_never_writes_over_the_template_unless_told() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), in);
        byte[] before = Files.readAllBytes(in);
        for (Path same : new Path[] {in, link, folder.resolve("./template.yaml")}) {
            assertThat(run("rewrite", in.toString(), "--app", "wizz/order-receiver", "--out", same.toString()))
                    .isEqualTo(1);
        }
        assertThat(Files.readAllBytes(in)).isEqualTo(before);
        assertThat(err.toString()).contains("say --in-place");
        assertThat(run("rewrite", in.toString(), "--app", "wizz/order-receiver", "--in-place"))
                .isZero();
        assertThat(Files.readAllBytes(in)).isNotEqualTo(before);
    }

    @Test
    void a_refusal_writes_nothing() throws IOException {
        Files.writeString(in, Files.readString(in) + "  Broken:\n    Value: !Ref Nobody\n");
        Path target = folder.resolve("out.yaml");
        assertThat(run("rewrite", in.toString(), "--app", "wizz/order-receiver", "--out", target.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Nobody").contains("nothing was written");
        assertThat(target).doesNotExist();
    }

    @Test
    void an_app_is_written_tenant_slash_app() {
        assertThat(run("rewrite", in.toString(), "--app", "order-receiver")).isEqualTo(1);
        assertThat(err.toString()).contains("such as wizz/order-receiver");
    }

    @Test
    void check_fails_with_findings_for_people_and_for_scripts() {
        assertThat(run("check", in.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains(in + ":34: ")
                .contains("[hard-coded-stage]")
                .contains("25 of 500 resources");
        assertThat(run("check", "--json", in.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("{\"templates\":[{\"file\":").contains("\"rule\":\"hard-coded-stage\",");
        assertThat(run("check", in.toString(), "--ignore", "hard-coded-stage,table-not-retained"))
                .isZero();
        assertThat(run("check", folder.resolve("missing.yaml").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("missing.yaml does not exist");
    }

    @Test
    void check_follows_nested_stacks() throws IOException {
        Files.writeString(
                in, "Resources:\n  Part: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./part.yaml}}\n");
        Files.write(folder.resolve("part.yaml"), Fixtures.large().bytes());
        assertThat(run("check", in.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("template.yaml: CloudFormation, 1 of 500")
                .contains("part.yaml:1: has 1093");
    }

    /** The whole of a service that includes others, as its team has it. */
    private Path manufacturing() throws IOException {
        Path from = Fixtures.path("manufacturing27");
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve("m27").resolve(from.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        return folder.resolve("m27/serverless.yml");
    }

    @Test
    void a_service_of_many_files_is_written_to_a_folder() throws IOException {
        Path main = manufacturing();
        Path storage = main.resolveSibling("ymlFile/storage.yml");
        Files.writeString(
                storage,
                Files.readString(storage)
                        + "Outputs:\n  Url: {Value: !Sub 'wss://${WebsocketsApi}.execute-api.${AWS::Region}.x/y'}\n");
        assertThat(run("rewrite", main.toString(), "--app", "manufacturing27/web", "--out", folder + "/one.yml"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("storage.yml changes too; name a folder");
        assertThat(folder.resolve("one.yml")).doesNotExist();

        Path target = folder.resolve("rewritten");
        assertThat(run("rewrite", main.toString(), "--app", "manufacturing27/web", "--out", target.toString()))
                .isZero();
        assertThat(out.toString()).contains("+++ " + target.resolve("ymlFile/storage.yml"));
        assertThat(Files.readString(target.resolve("ymlFile/storage.yml"))).contains("websocket-url}?app=");
        assertThat(target.resolve("ymlFile/orders.yml"))
                .hasSameBinaryContentAs(main.resolveSibling("ymlFile/orders.yml"));
        assertThat(target.resolve("ymlFile/websocket.yml")).doesNotExist();
        out.getBuffer().setLength(0);
        assertThat(run("check", target.resolve("serverless.yml").toString())).isEqualTo(1);
        assertThat(out.toString()).contains("1072 of 500 resources", "with 9 included files, 1 finding");
        assertThat(Files.readString(storage)).contains("wss://");

        assertThat(run("rewrite", main.toString(), "--app", "manufacturing27/web", "--out", main.getParent() + "/"))
                .isEqualTo(1);
        assertThat(run("rewrite", main.toString(), "--app", "manufacturing27/web", "--in-place"))
                .isZero();
        assertThat(Files.readString(storage)).doesNotContain("wss://");
    }

    @Test
    void json_is_one_object_and_nothing_else() throws IOException {
        for (String[] arguments : new String[][] {
            {"rewrite", in.toString(), "--app", "wizz/order-receiver", "--json"},
            {"check", in.toString(), "--json"}
        }) {
            out.getBuffer().setLength(0);
            run(arguments);
            assertThat(out.toString().lines()).hasSize(1);
            assertThat(new ObjectMapper().readTree(out.toString()).isObject()).isTrue();
        }
        out.getBuffer().setLength(0);
        Files.writeString(in, Files.readString(in) + "  Broken:\n    Value: !Ref Nobody\n");
        assertThat(run("rewrite", in.toString(), "--app", "wizz/order-receiver", "--json", "--out", folder + "/o.yaml"))
                .isEqualTo(1);
        JsonNode refused = new ObjectMapper().readTree(out.toString());
        assertThat(refused.get("refusals")).hasSize(1);
        assertThat(refused.get("written")).isEmpty();
    }

    @Test
    void help_shows_examples_and_exit_codes() {
        for (String[] arguments : new String[][] {{"--help"}, {"rewrite", "--help"}, {"check", "--help"}}) {
            out.getBuffer().setLength(0);
            assertThat(run(arguments)).isZero();
            assertThat(out.toString()).contains("Examples:", "./trunkline migrate template", "Exit codes:");
            assertThat(out.toString()).doesNotContain("null");
        }
    }
}
