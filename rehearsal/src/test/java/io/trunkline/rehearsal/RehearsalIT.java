package io.trunkline.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The command as an operator runs it, with few clients, of whom some come and go. */
class RehearsalIT {
    @Test
    void an_app_moves_under_traffic_and_back_and_again_and_nobody_notices() throws Exception {
        JsonNode report = rehearsed("order-receiver");

        assertThat(report.path("invited").asInt()).as("updates were invited").isPositive();
        assertThat(report.path("moved").asInt())
                .isGreaterThan(report.path("invited").asInt());
        assertThat(report.path("closedWithTheDoor").asInt()).isPositive();
    }

    @Test
    void an_app_whose_connections_are_in_postgresql_moves_too() throws Exception {
        rehearsed("careconnect");
    }

    @Test
    void an_app_whose_connections_are_in_mongodb_moves_too() throws Exception {
        rehearsed("manufacturing27");
    }

    private static JsonNode rehearsed(String system) throws JsonProcessingException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int status = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "--system",
                        system,
                        "--clients",
                        "6",
                        "--newcomers",
                        "3",
                        "--rate",
                        "12",
                        "--pause",
                        "1",
                        "--json");

        assertThat(status).as(out + "\n" + err).isZero();
        JsonNode report = JsonMapper.builder().build().readTree(out.toString());
        assertThat(report.path("passed").asBoolean()).isTrue();
        assertThat(report.at("/fromClients/sent").asLong()).isPositive();
        assertThat(report.at("/fromClients/lost").asLong()).isZero();
        assertThat(report.at("/toClients/lost").asLong()).isZero();
        assertThat(report.path("forcedReconnects").asInt()).isZero();
        assertThat(report.path("newcomersCame").asInt()).isPositive();
        assertThat(report.path("newcomersLeft").asInt()).isPositive();
        assertThat(report.path("sourceAfterRollback").asText())
                .isEqualTo(report.path("sourceBefore").asText());
        long byOlder = report.path("answeredByTheOlderFunction").asLong();
        assertThat(byOlder)
                .as("both sides answered")
                .isPositive()
                .isLessThan(report.at("/fromClients/arrived").asLong());
        return report;
    }
}
