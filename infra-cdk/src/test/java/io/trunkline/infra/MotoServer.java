package io.trunkline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** moto's look-alike of AWS, bootstrapped for the CDK, on a free port of this machine. */
final class MotoServer implements AutoCloseable {
    private final Process process;
    private final String address;

    private MotoServer(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    static MotoServer start(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("moto.log").toFile())
                .start();
        MotoServer server = new MotoServer(process, "http://127.0.0.1:" + port);
        try {
            awaitListening(process, port);
            server.aws("ssm put-parameter --type String --value 21 --name /cdk-bootstrap/hnb659fds/version");
            return server;
        } catch (IOException | InterruptedException | AssertionError e) {
            server.close();
            throw e;
        }
    }

    /** What a command needs in its environment to take this for its AWS account. */
    Map<String, String> account() {
        return Map.of(
                "AWS_ENDPOINT_URL", address,
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_REGION", "us-east-1");
    }

    /** What the {@code aws} command says, which must succeed. */
    String aws(String command) throws IOException, InterruptedException {
        // by name, as the command asks some services at addresses of their own otherwise
        List<String> words = new ArrayList<>(List.of("aws", "--endpoint-url", address));
        words.addAll(List.of(command.split(" ", -1)));
        Tools.Said said = Tools.run(account(), words);
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
                process.waitFor(200, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor();
    }
}
