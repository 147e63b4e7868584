package dev.chatsway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A distance between a client and a server on this machine: every byte arrives half of a round trip later, each way. What
 * is sent meanwhile is on its way too, as in a network with enough bandwidth.
 */
final class DelayingProxy implements AutoCloseable {

  private static final int BUFFER = 64 << 10;

  private record Part(ByteBuffer bytes, long due) {}

  private final ServerSocket listener;
  private final int target;
  private final long delayNanos;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  DelayingProxy(int target, double roundTripMillis) throws IOException {
    this.target = target;
    this.delayNanos = Math.round(roundTripMillis * 1e6 / 2);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() throws IOException {
    while (true) {
      var client = listener.accept();
      var server = new Socket(InetAddress.getLoopbackAddress(), target);
      for (var socket : Set.of(client, server)) {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
      }
      connect(client, server);
      connect(server, client);
    }
  }

  private void connect(Socket from, Socket to) throws IOException {
    var parts = new LinkedBlockingQueue<Part>();
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    start(() -> {
      try (from) {
        var buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          var bytes = ByteBuffer.wrap(Arrays.copyOf(buffer, count));
          parts.add(new Part(bytes, System.nanoTime() + delayNanos));
        }
      } finally {
        parts.add(new Part(ByteBuffer.allocate(0), System.nanoTime() + delayNanos));
      }
    });
    start(() -> {
      try (to) {
        send(parts, out);
      }
    });
  }

  private static void send(BlockingQueue<Part> parts, OutputStream out)
      throws IOException, InterruptedException {
    for (var part = parts.take(); part.bytes().hasRemaining(); part = parts.take()) {
      for (long left = part.due() - System.nanoTime();
          left > 0;
          left = part.due() - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      out.write(part.bytes().array());
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(Work work) {
    var thread = new Thread(
        () -> {
          try {
            work.run();
          } catch (IOException | InterruptedException e) {
            // one side has gone, and with it the other
          }
        },
        "delaying-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
