package io.trunkline.migration.template.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.Fixtures;
import io.trunkline.migration.template.check.CheckReport;
import io.trunkline.migration.template.check.Finding;
import io.trunkline.migration.template.check.TemplateChecker;
import io.trunkline.migration.template.text.Edited;
import io.trunkline.migration.template.text.LocalFiles;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.routing.key.AppKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A serverless.yml and the files that it includes are one service. */
class IncludedFilesTest {
    private static final String MAIN = """
        service: a
        provider:
          name: aws
        functions:
          - ${file(fns/orders.yml)}
          - ${file(fns/sockets.yml):functions}
        resources:
          - ${file(resources.yml)}
        """;

    @TempDir
    private Path folder = Path.of("");

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static Rewrite rewrite(Path main) {
        return rewrite(main, "acme/a");
    }

    private static Rewrite rewrite(Path main, String app) {
        return TemplateRewriter.rewrite(
                TemplateText.read(main), LocalFiles.beside(main), RewriteOptions.of(AppKey.parse(app)));
    }

    private static CheckReport check(Path main) {
        return TemplateChecker.check(TemplateText.read(main), LocalFiles.beside(main), Set.of(), Set.of());
    }

    private List<String> found(Path main) {
        return check(main).findings().stream()
                .map(finding ->
                        folder.relativize(Path.of(finding.file())) + ":" + finding.line() + " " + finding.rule())
                .toList();
    }

    @Test
    void a_service_of_1093_resources_is_counted_and_checked_as_a_whole() {
        Path main = Fixtures.path("manufacturing27/serverless.yml");
        CheckReport report = check(main);
        assertThat(report.resources()).isEqualTo(1093);
        assertThat(report.included()).hasSize(10);
        assertThat(report.findings().stream().map(Finding::rule))
                .containsExactly("resource-limit", "empty-default", "broad-grant");
    }

    @Test
    void of_a_service_of_1093_resources_only_the_sockets_go() {
        Path main = Fixtures.path("manufacturing27/serverless.yml");
        Rewrite rewrite = rewrite(main, "manufacturing27/web");
        assertThat(rewrite.refusals()).isEmpty();
        assertThat(rewrite.files()).hasSize(1);
        assertThat(rewrite.after().text())
                .isEqualTo(Fixtures.template("expected/manufacturing27.serverless.yml")
                        .text());
        assertThat(rewrite.notes()).anyMatch(note -> note.contains("ymlFile/websocket.yml is included no more"));
        assertThat(rewrite.included()).hasSize(9);
    }

    @Test
    void an_included_file_changes_where_it_is() throws IOException {
        Path main = write("serverless.yml", MAIN);
        write("fns/orders.yml", """
            # orders
            orders:
              handler: a.b   # kept
              environment:
                WEBSOCKET_URL: wss://abc123def0.execute-api.us-east-1.amazonaws.com/dev
              events:
                - httpApi: 'GET /orders'
                - websocket: orders
            """);
        write("fns/sockets.yml", """
            other: 1
            functions:
              connect: {handler: a.c, events: [websocket: $connect]}
            """);
        write("resources.yml", """
            Resources:
              WebSocketConnections:
                Type: AWS::DynamoDB::Table
                Properties: {TableName: x}
            Outputs:
              Url: {Value: !Sub 'wss://${WebsocketsApi}.execute-api.${AWS::Region}.amazonaws.com/dev'}
            """);
        Rewrite rewrite = rewrite(main);
        assertThat(rewrite.refusals()).isEmpty();
        List<Edited> files = rewrite.files();
        assertThat(files).hasSize(3);
        assertThat(files.getFirst().after().text())
                .isEqualTo(MAIN.replace("  - ${file(fns/sockets.yml):functions}\n", ""));
        assertThat(files.get(1).after().text())
                .startsWith("# orders\norders:\n  handler: a.b   # kept\n")
                .contains("websocket-url}?app=acme/a\n")
                .doesNotContain("wss:", "websocket: orders");
        assertThat(files.get(2).after().text())
                .contains("DeletionPolicy: Retain", "${ssm:/trunkline/WizzUser/${sls:stage}/websocket-url}?app=acme/a");
        assertThat(rewrite.changes()).anyMatch(change -> change.at().where().endsWith("fns/orders.yml:8"));
        for (Edited file : files) {
            Files.write(Path.of(file.after().name()), file.after().bytes());
        }
        assertThat(rewrite(main).changed()).isFalse();
    }

    @Test
    void findings_name_the_included_file_and_its_line() throws IOException {
        Path main = write("serverless.yml", MAIN);
        write("fns/orders.yml", "orders:\n  handler: a.b\n  environment:\n    AWS_REGION: x\n");
        write("fns/sockets.yml", "functions:\n  x: {handler: a.b, environment: {API_KEY: sk-1234567}}\n");
        write("resources.yml", "Outputs:\n  A: {Value: !Ref Nobody}\n");
        assertThat(found(main))
                .containsExactly(
                        "fns/orders.yml:4 reserved-variable",
                        "fns/sockets.yml:2 literal-secret",
                        "resources.yml:2 dangling-reference");
    }

    @Test
    void nothing_outside_of_the_folder_is_read() throws IOException {
        Path outside = Files.writeString(folder.resolve("secret.yml"), "x: {handler: a.b}\n");
        Path inner = folder.resolve("service");
        Files.createDirectories(inner.resolve("fns"));
        Files.createSymbolicLink(inner.resolve("fns/link.yml"), outside);
        Files.createDirectory(inner.resolve("folder.yml"));
        Path main = Files.writeString(inner.resolve("serverless.yml"), """
            service: a
            provider: {name: aws}
            functions:
              - ${file(../secret.yml)}
              - ${file(%s)}
              - ${file(fns/link.yml)}
              - ${file(folder.yml)}
              - ${file(missing.yml)}
              - ${file(fns\\link.yml)}
              - ${file(make.js)}
              - ${file(./fns/${self:provider.stage}.yml)}
            """.formatted(outside));
        CheckReport report = check(main);
        assertThat(report.included()).isEmpty();
        assertThat(report.findings()).allMatch(finding -> finding.rule().equals("unread-include"));
        assertThat(report.findings().stream().map(finding -> finding.line() + " " + finding.what()))
                .satisfiesExactly(
                        what -> assertThat(what).startsWith("4 ").endsWith("outside of the template's folder"),
                        what -> assertThat(what).startsWith("5 ").endsWith("outside of the template's folder"),
                        what -> assertThat(what).startsWith("6 ").endsWith("outside of the template's folder"),
                        what -> assertThat(what).startsWith("7 ").endsWith("it is no file"),
                        what -> assertThat(what).startsWith("8 ").endsWith("no such file"),
                        what -> assertThat(what).startsWith("9 ").endsWith("only Windows understands"),
                        what -> assertThat(what).startsWith("10 ").endsWith("is code, not YAML or JSON"),
                        what -> assertThat(what).startsWith("11 ").endsWith("known only when it is deployed"));
        assertThat(rewrite(main).notes()).anyMatch(note -> note.contains("serverless.yml:4 brings"));
    }

    @Test
    void files_that_include_each_other_end() throws IOException {
        Path main = write("serverless.yml", """
            service: a
            provider: {name: aws}
            functions: ${file(one.yml)}
            """);
        write("one.yml", "a: ${file(two.yml)}\n");
        write("two.yml", "handler: a.b\nevents: ${file(one.yml)}\n");
        assertThat(check(main).findings())
                .anyMatch(finding -> finding.rule().equals("unread-include")
                        && finding.what().contains("includes itself"));
    }

    @Test
    void a_long_chain_of_files_ends() throws IOException {
        Path main = write("serverless.yml", """
            service: a
            provider: {name: aws}
            functions: ${file(f0.yml)}
            """);
        for (int i = 0; i < 40; i++) {
            write("f" + i + ".yml", "- ${file(f" + (i + 1) + ".yml)}\n");
        }
        assertThat(check(main).included()).hasSizeLessThan(20);
    }

    @Test
    void a_fault_in_an_included_file_names_both() throws IOException {
        Path main = write("serverless.yml", MAIN);
        write("fns/orders.yml", "orders:\n  handler: a.b\n bad: x\n");
        assertThatThrownBy(() -> check(main))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("fns/orders.yml:3: is no YAML")
                .hasMessageContaining("included by " + main + ":5");
    }

    @Test
    void what_two_places_include_is_not_changed_for_one_of_them() throws IOException {
        Path main = write("serverless.yml", """
            service: a
            provider: {name: aws}
            functions:
              one: {handler: a.b, environment: "${file(env.yml)}", events: [httpApi: 'GET /a']}
              two: {handler: a.c, environment: "${file(env.yml)}", events: [httpApi: 'GET /b']}
            """);
        write("env.yml", "OTHER: x\nWEBSOCKET_URL: wss://abc123def0.execute-api.us-east-1.amazonaws.com/dev\n");
        assertThatThrownBy(() -> rewrite(main))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("env.yml:1: this is included in more places than one");
    }

    @Test
    void values_from_files_are_no_resources() throws IOException {
        Path main = write("serverless.yml", """
            service: a
            provider: {name: aws, region: "${file(config.${sls:stage}.yml):region}"}
            functions:
              one: {handler: a.b, environment: {URL: "https://${file(x.yml):host}/"}, events: [httpApi: 'GET /a']}
            """);
        assertThat(check(main).findings()).isEmpty();
    }
}
