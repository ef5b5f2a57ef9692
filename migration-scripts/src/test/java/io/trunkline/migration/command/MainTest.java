package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    @Test
    void help_names_every_step_and_the_page_that_explains_them() {
        StringWriter out = new StringWriter();

        int status = Main.commandLine().setOut(new PrintWriter(out)).execute("--help");

        assertThat(status).isEqualTo(CommandLine.ExitCode.OK);
        assertThat(out.toString()).contains("Usage: trunkline migrate", "docs/migration.md");
    }

    @Test
    void no_step_at_all_is_a_mistake_of_usage() {
        StringWriter errors = new StringWriter();

        int status = Main.commandLine().setErr(new PrintWriter(errors)).execute();

        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("say which step");
    }

    @Test
    void examples_can_be_copied_from_a_terminal_of_80_columns() {
        Main.commandLine().getSubcommands().values().stream()
                .flatMap(command -> Stream.concat(Stream.of(command), command.getSubcommands().values().stream()))
                .forEach(command -> assertThat(
                                command.getCommandSpec().usageMessage().footer())
                        .as(command.getCommandName())
                        .filteredOn(line -> line.startsWith("  "))
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80)));
    }
}
