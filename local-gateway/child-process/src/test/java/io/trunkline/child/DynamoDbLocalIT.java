package io.trunkline.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamoDbLocalIT {
    private static final Path LIBRARIES =
            Path.of(System.getProperty("trunkline.root"), "local-gateway/dynamodb-local/target/lib");

    @Test
    void it_answers_on_loopback_and_ends_when_it_is_closed() throws Exception {
        DynamoDbLocal local = DynamoDbLocal.inMemory(LIBRARIES);
        try (local) {
            assertThat(listTables(local)).contains("TableNames");
        }

        assertThat(local.isAlive()).isFalse();
    }

    @Test
    void two_at_once_do_not_meet(@TempDir Path folder) throws Exception {
        try (DynamoDbLocal one = DynamoDbLocal.inMemory(LIBRARIES);
                DynamoDbLocal other = DynamoDbLocal.onDisk(LIBRARIES, folder.resolve("data"))) {
            assertThat(one.endpoint()).isNotEqualTo(other.endpoint());
            assertThat(listTables(other)).contains("TableNames");
        }
    }

    @Test
    void one_on_disk_whose_process_dies_comes_back_at_its_place(@TempDir Path folder) throws Exception {
        try (DynamoDbLocal local = DynamoDbLocal.onDisk(LIBRARIES, folder.resolve("data"))) {
            URI endpoint = local.endpoint();
            long killed = local.pid();
            assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();

            await().atMost(Duration.ofSeconds(60)).until(() -> local.pid() != killed);

            assertThat(local.endpoint()).isEqualTo(endpoint);
            assertThat(listTables(local)).contains("TableNames");
        }
    }

    @Test
    void a_missing_folder_says_what_to_do(@TempDir Path folder) {
        assertThatThrownBy(() -> DynamoDbLocal.inMemory(folder.resolve("nowhere")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("run ./trunkline build");
    }

    @Test
    void an_unusable_data_folder_brings_its_own_words(@TempDir Path folder) {
        assertThatThrownBy(() -> DynamoDbLocal.inMemory(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("DynamoDB Local did not start")
                .hasMessageContaining("ServerRunner");
    }

    private static String listTables(DynamoDbLocal local) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(local.endpoint())
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Content-Type", "application/x-amz-json-1.0")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request,"
                                + " SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
