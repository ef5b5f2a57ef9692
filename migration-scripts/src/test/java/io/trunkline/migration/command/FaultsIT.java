package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import while DynamoDB throttles, no longer takes the credentials, or cannot be reached. */
class FaultsIT {
    private static final int ALWAYS = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private MigrationRig rig;
    private FaultyDynamo dynamo;
    private Path plan = Path.of("");

    @BeforeEach
    void tables() throws IOException {
        rig = new MigrationRig(folder);
        rig.createLegacyTable();
        Instant began = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofMinutes(20));
        for (int i = 0; i < 250; i++) {
            rig.legacyConnection("K" + i + "=", "u-" + i, "b-" + i, began, Map.of());
        }
        plan = rig.plan();
        dynamo = new FaultyDynamo(rig.endpoint);
    }

    @AfterEach
    void close() {
        dynamo.close();
        rig.close();
    }

    private MigrationRig.Outcome apply() {
        return rig.runThrough(dynamo.endpoint(), "apply", plan.toString(), "--phase", "import", "--parallel", "4");
    }

    @Test
    void a_table_that_throttles_for_a_while_slows_an_import_down_and_no_more() {
        dynamo.fails(10, 5, Optional.of("ProvisionedThroughputExceededException"));

        MigrationRig.Outcome outcome = apply();

        assertThat(outcome.status()).as(outcome.toString()).isZero();
        assertThat(rig.run("verify", plan.toString()).status()).isZero();
    }

    @Test
    void credentials_that_expire_in_the_middle_are_told_and_the_same_command_goes_on() {
        dynamo.fails(10, ALWAYS, Optional.of("ExpiredTokenException"));

        MigrationRig.Outcome outcome = apply();

        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(Exit.FAILED);
        assertThat(outcome.errors())
                .contains("trunkline: the AWS credentials have expired. Log in again", "the same command goes on")
                .doesNotContain("\tat ");
        goesOn();
    }

    @Test
    void a_network_that_is_lost_in_the_middle_is_told_and_the_same_command_goes_on() {
        dynamo.fails(10, ALWAYS, Optional.empty());

        MigrationRig.Outcome outcome = apply();

        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(Exit.FAILED);
        assertThat(outcome.errors())
                .contains("AWS was not reached", "the same command goes on")
                .doesNotContain("\tat ");
        goesOn();
    }

    private void goesOn() {
        assertThat(rig.run("status", plan.toString(), "--json").out()).contains("\"phase\":\"importing\"");
        dynamo.fails(0, 0, Optional.empty());

        MigrationRig.Outcome again = apply();

        assertThat(again.status()).as(again.toString()).isZero();
        assertThat(rig.run("verify", plan.toString()).status()).isZero();
        assertThat(rig.run("rollback", plan.toString(), "--settle", "0").status())
                .isZero();
        assertThat(rig.everything(rig.layout.connections())).isEmpty();
        assertThat(rig.everything(rig.layout.subscriptions())).isEmpty();
    }
}
