package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    @Test
    void help_names_every_step_and_the_page_that_explains_them() {
        StringWriter out = new StringWriter();

        int status = Main.commandLine().setOut(new PrintWriter(out)).execute("--help");

        assertThat(status).isEqualTo(CommandLine.ExitCode.OK);
        assertThat(out.toString()).contains("Usage: migrate", "docs/migration.md");
    }

    @Test
    void no_step_at_all_is_a_mistake_of_usage() {
        StringWriter errors = new StringWriter();

        int status = Main.commandLine().setErr(new PrintWriter(errors)).execute();

        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("say which step");
    }
}
