package io.trunkline.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The command as an operator runs it, with few clients. */
class RehearsalIT {
    @Test
    void an_app_moves_under_traffic_and_back_and_again_and_nobody_notices() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int status = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("--clients", "6", "--rate", "12", "--pause", "1", "--json");

        assertThat(status).as(out + "\n" + err).isZero();
        JsonNode report = JsonMapper.builder().build().readTree(out.toString());
        assertThat(report.path("passed").asBoolean()).isTrue();
        assertThat(report.at("/fromClients/sent").asLong()).isPositive();
        assertThat(report.at("/fromClients/lost").asLong()).isZero();
        assertThat(report.at("/toClients/lost").asLong()).isZero();
        assertThat(report.path("forcedReconnects").asInt()).isZero();
        assertThat(report.path("sourceAfterRollback").asText())
                .isEqualTo(report.path("sourceBefore").asText());
        long byOlder = report.path("answeredByTheOlderFunction").asLong();
        assertThat(byOlder)
                .as("both sides answered")
                .isPositive()
                .isLessThan(report.at("/fromClients/arrived").asLong());
    }
}
