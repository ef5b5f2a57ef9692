package io.trunkline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One WebSocket client of a {@link Crowd}: unfragmented text frames, no pings, as our gateway sends. */
final class CrowdSocket implements AutoCloseable {
    private static final int MAX_HEAD = 8192;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final SocketChannel channel;
    private final AtomicInteger frames = new AtomicInteger();
    private volatile Consumer<String> listener = text -> {};
    private volatile boolean open = true;
    private byte[] leftover;

    private CrowdSocket(SocketChannel channel, byte[] leftover) {
        this.channel = channel;
        this.leftover = leftover;
    }

    /** Blocks until the handshake is done; an answer other than 101 is an {@link IOException} that names its status. */
    static CrowdSocket connect(URI address) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
        try {
            String request = "GET " + address.getRawPath() + "?" + address.getRawQuery() + " HTTP/1.1\r\nHost: "
                    + address.getAuthority()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(MAX_HEAD);
            int end = -1;
            while (end < 0) {
                if (!answer.hasRemaining() || channel.read(answer) < 0) {
                    throw new IOException("no answer to the handshake");
                }
                end = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
            }
            String head = new String(answer.array(), 0, end, StandardCharsets.ISO_8859_1);
            if (!head.startsWith("HTTP/1.1 101")) {
                throw new IOException(head.lines().findFirst().orElse("an empty answer"));
            }
            channel.configureBlocking(false);
            return new CrowdSocket(channel, Arrays.copyOfRange(answer.array(), end + 4, answer.position()));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    SocketChannel channel() {
        return channel;
    }

    /** Frames received so far. */
    int frames() {
        return frames.get();
    }

    /** From now on {@code listener} is given each frame's text, on the crowd's own thread. */
    void listen(Consumer<String> listener) {
        this.listener = listener;
    }

    boolean isOpen() {
        return open;
    }

    /** Sends a text of up to 64 KB, masked with zeros, which is a mask like any other. */
    void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 8);
        frame.put((byte) (0x80 | TEXT));
        if (bytes.length < LENGTH_16) {
            frame.put((byte) (0x80 | bytes.length));
        } else {
            frame.put((byte) (0x80 | LENGTH_16)).putShort((short) bytes.length);
        }
        frame.putInt(0).put(bytes).flip();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void readLeftover() {
        take(ByteBuffer.wrap(leftover));
    }

    /** Reads what is there; false where the socket has ended. */
    boolean read(ByteBuffer buffer) {
        try {
            buffer.clear().put(leftover);
            int count = channel.read(buffer);
            if (count < 0) {
                open = false;
                return false;
            }
            take(buffer.flip());
            return open;
        } catch (IOException e) {
            open = false;
            return false;
        }
    }

    private void take(ByteBuffer bytes) {
        while (true) {
            int start = bytes.position();
            int length = length(bytes);
            if (length < 0 || bytes.remaining() < length) {
                bytes.position(start);
                break;
            }
            int opcode = bytes.get(start) & 0xF;
            byte[] payload = new byte[length];
            bytes.get(payload);
            if (opcode == TEXT) {
                listener.accept(new String(payload, StandardCharsets.UTF_8));
                frames.incrementAndGet();
            } else if (opcode == CLOSE) {
                open = false;
            }
        }
        leftover = new byte[bytes.remaining()];
        bytes.get(leftover);
    }

    /** Reads a frame's head; -1 where not all of it is there. */
    private static int length(ByteBuffer bytes) {
        if (bytes.remaining() < 2) {
            return -1;
        }
        bytes.get();
        int length = bytes.get() & 0x7F;
        if (length == LENGTH_16) {
            return bytes.remaining() < 2 ? -1 : bytes.getShort() & 0xFFFF;
        }
        if (length == LENGTH_64) {
            return bytes.remaining() < 8 ? -1 : Math.toIntExact(bytes.getLong());
        }
        return length;
    }

    /** Drops the connection without a close frame. */
    @Override
    public void close() throws IOException {
        open = false;
        channel.close();
    }
}
