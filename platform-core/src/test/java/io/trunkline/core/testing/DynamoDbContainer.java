package io.trunkline.core.testing;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** DynamoDB Local as the container that AWS publishes. It ends with the test run, by Testcontainers' own means. */
final class DynamoDbContainer {
    private static final DockerImageName IMAGE = DockerImageName.parse("amazon/dynamodb-local:2.6.1");
    private static final int PORT = 8000;

    private DynamoDbContainer() {}

    /** Whether a Docker engine is there to be asked; answers at once, where Testcontainers would look around first. */
    static boolean engineAnswers() {
        String host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
        if (!host.startsWith("unix://")) {
            return true;
        }
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return socket.connect(UnixDomainSocketAddress.of(host.substring("unix://".length())));
        } catch (IOException e) {
            return false;
        }
    }

    @SuppressWarnings("resource") // lives as long as this JVM
    static URI start() {
        GenericContainer<?> container = new GenericContainer<>(IMAGE)
                .withExposedPorts(PORT)
                .withCommand("-jar", "DynamoDBLocal.jar", "-inMemory", "-sharedDb", "-disableTelemetry")
                // a port of the engine's choice, on loopback only
                .withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                        .withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), new ExposedPort(PORT))));
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "dynamodb-local-end"));
        URI endpoint = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
        System.out.println("DynamoDB Local for these tests: the container " + IMAGE + ", " + endpoint);
        return endpoint;
    }
}
