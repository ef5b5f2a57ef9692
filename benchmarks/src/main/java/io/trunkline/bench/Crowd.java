package io.trunkline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Thousands of WebSocket clients on one thread, cheap enough not to be what is measured. They read text frames and
 * answer nothing.
 */
final class Crowd implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final Selector selector = Selector.open();
    private final Queue<CrowdSocket> arriving = new ConcurrentLinkedQueue<>();
    private final List<CrowdSocket> members = new ArrayList<>();
    private final Thread reader;
    private volatile boolean closed;

    Crowd() throws IOException {
        reader = Thread.ofPlatform().daemon().name("crowd").start(this::read);
    }

    /**
     * Connects one socket an address and waits until all are.
     *
     * @param atOnce handshakes under way at a time
     * @throws IOException where one is refused
     */
    List<CrowdSocket> connect(List<URI> addresses, int atOnce) throws IOException, InterruptedException {
        Semaphore turns = new Semaphore(atOnce);
        List<CrowdSocket> connected = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CrowdSocket>> handshakes = new ArrayList<>();
            for (URI address : addresses) {
                handshakes.add(threads.submit(connecting(address, turns)));
            }
            for (Future<CrowdSocket> handshake : handshakes) {
                connected.add(handshake.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("a client could not connect: " + e.getMessage(), e);
        }
        for (CrowdSocket socket : connected) {
            members.add(socket);
            arriving.add(socket);
        }
        selector.wakeup();
        return connected;
    }

    private static Callable<CrowdSocket> connecting(URI address, Semaphore turns) {
        return () -> {
            turns.acquire();
            try {
                return CrowdSocket.connect(address);
            } finally {
                turns.release();
            }
        };
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (!closed) {
                selector.select();
                for (CrowdSocket socket = arriving.poll(); socket != null; socket = arriving.poll()) {
                    socket.channel().register(selector, SelectionKey.OP_READ, socket);
                    socket.readLeftover();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (!((CrowdSocket) key.attachment()).read(buffer)) {
                        key.cancel();
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until {@code condition} holds; false where it did not within {@code patience}. */
    static boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            reader.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (CrowdSocket member : members) {
            member.close();
        }
        selector.close();
    }
}
