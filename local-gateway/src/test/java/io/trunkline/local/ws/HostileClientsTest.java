package io.trunkline.local.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostileClientsTest {
    static final String UPGRADE = upgrade("/dev", "");

    private final FakeFunction function = FakeFunction.ok();
    private TestGateway gateway;

    static String upgrade(String path, String moreHeaders) {
        return "GET " + path + " HTTP/1.1\r\nHost: any\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + moreHeaders + "\r\n";
    }

    /** The answer's head, up to the empty line; what follows stays in the socket. */
    static String readAnswer(Socket socket) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static boolean isCutOff(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length == 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** A masked frame with up to 125 bytes. */
    static byte[] frame(int first, byte[] payload) {
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) first;
        frame[1] = (byte) (0x80 | payload.length);
        // a mask of zeros leaves the payload as it is
        System.arraycopy(payload, 0, frame, 6, payload.length);
        return frame;
    }

    private int disconnectCode() throws InterruptedException {
        for (JsonNode event = function.next(); ; event = function.next()) {
            JsonNode context = event.path("requestContext");
            if (context.path("eventType").asText().equals("DISCONNECT")) {
                return context.path("disconnectStatusCode").asInt();
            }
        }
    }

    private Socket open() throws IOException {
        Socket socket = gateway.raw(UPGRADE);
        assertThat(readAnswer(socket)).startsWith("HTTP/1.1 101 ");
        return socket;
    }

    @BeforeEach
    void start() throws Exception {
        gateway = TestGateway.start(setup ->
                setup.route("$connect", function).route("$default", function).route("$disconnect", function));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aUrlOf4096CharactersPassesAndALongerOneIsRefused() throws Exception {
        String path = "/dev?token=" + "t".repeat(4096 - "/dev?token=".length());
        try (Socket fits = gateway.raw(upgrade(path, ""))) {
            assertThat(readAnswer(fits)).startsWith("HTTP/1.1 101 ");
        }
        try (Socket tooLong = gateway.raw(upgrade(path + "t", ""))) {
            assertThat(readAnswer(tooLong)).startsWith("HTTP/1.1 414 ");
        }
        try (Socket farTooLong = gateway.raw(upgrade(path.repeat(50), ""))) {
            assertThat(readAnswer(farTooLong)).startsWith("HTTP/1.1 414 ");
        }
    }

    @Test
    void headersBeyondTheBoundAreRefused() throws Exception {
        try (Socket socket = gateway.raw(upgrade("/dev", "X-Big: " + "x".repeat(20_000) + "\r\n"))) {
            assertThat(readAnswer(socket)).startsWith("HTTP/1.1 431 ");
        }
        assertThat(function.events).isEmpty();
    }

    static List<String> improperRequests() {
        return List.of(
                "\u0016\u0003\u0001\u0002\u0000 a TLS hello\r\n\r\n",
                upgrade("/dev?a=%zz", ""),
                UPGRADE.replace("dGhlIHNhbXBsZSBub25jZQ==", "short"),
                UPGRADE.replace("/dev", "http://elsewhere/dev"),
                UPGRADE.replace("HTTP/1.1", "HTTP/1.0"));
    }

    @ParameterizedTest
    @MethodSource("improperRequests")
    void whatIsNoProperRequestIsRefused(String request) throws Exception {
        try (Socket socket = gateway.raw(request)) {
            assertThat(readAnswer(socket)).startsWith("HTTP/1.1 400 ");
        }
        assertThat(function.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /dev HTT", "POST /dev/@connections/x HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc"})
    void aRequestThatNeverEndsIsCutOff(String half) throws Exception {
        try (Socket socket = gateway.raw(half)) {
            // the gateway has taken the socket in once it answers a later one
            gateway.connect().close();
            gateway.clock.advance(Duration.ofSeconds(10));
            assertThat(isCutOff(socket)).isTrue();
        }
    }

    @Test
    void aSecondRequestBeforeTheFirstIsAnsweredEndsTheConnection() throws Exception {
        String unsigned = "GET /dev/@connections/x HTTP/1.1\r\nHost: a\r\n\r\n";
        try (Socket socket = gateway.raw(unsigned + UPGRADE + UPGRADE)) {
            readAnswer(socket);
            assertThat(socket.getInputStream().readAllBytes().length).isLessThan(200);
        }
    }

    @Test
    void anUnmaskedFrameIsClosedWith1002() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream().write(new byte[] {(byte) 0x81, 2, 'h', 'i'});
            assertThat(disconnectCode()).isEqualTo(1002);
        }
    }

    @Test
    void textThatIsNotUtf8IsClosedWith1007() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream().write(frame(0x81, new byte[] {(byte) 0xc3, (byte) 0x28}));
            assertThat(disconnectCode()).isEqualTo(1007);
        }
    }

    @Test
    void aContinuationOfNothingIsClosedWith1002() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream().write(frame(0x80, new byte[] {'x'}));
            assertThat(disconnectCode()).isEqualTo(1002);
        }
    }

    @Test
    void aCompressedFrameThatNobodyAgreedToIsClosedWith1002() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream().write(frame(0xc1, new byte[] {'x'}));
            assertThat(disconnectCode()).isEqualTo(1002);
        }
    }

    @Test
    void aFrameThatClaimsAHugeLengthIsClosedBeforeItComes() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream()
                    .write(new byte[] {(byte) 0x81, (byte) 0xff, 0x7f, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0});
            assertThat(disconnectCode()).isEqualTo(1009);
        }
    }

    @Test
    void endlessFragmentsAreClosedAtTheMessageLimit() throws Exception {
        try (Socket socket = open()) {
            try {
                socket.getOutputStream().write(frame(0x01, new byte[100]));
                for (int i = 0; i < 2000; i++) {
                    socket.getOutputStream().write(frame(0x00, new byte[100]));
                }
            } catch (SocketException cutOff) {
                // the gateway may be faster than this loop
            }
            assertThat(disconnectCode()).isEqualTo(1009);
        }
    }

    @Test
    void aClientThatIgnoresTheCloseFrameLosesItsSocket() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream().write(frame(0x82, new byte[] {1}));
            assertThat(disconnectCode()).isEqualTo(1003);
            // the close frame, and then the end of the stream without any answer from here
            assertThat(socket.getInputStream().readAllBytes()).startsWith(0x88);
        }
    }
}
