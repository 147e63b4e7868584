package dev.chatsway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A network before a server of this machine: every byte arrives half of a round trip later, each way, and what is sent meanwhile
 * is on its way too, as in a network with enough bandwidth. It can be partitioned: bytes wait, as they do in TCP's own
 * queues when packets are lost, and arrive when it is whole again.
 */
final class TcpProxy implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final int BACKLOG = 200;

  /** Bytes on their way; none where the connection has ended. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(byte[] bytes, long due) {}

  private final ServerSocket listener;
  private final int target;
  private final long delayNanos;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private Predicate<String> shutFor = address -> false; // guarded by this

  TcpProxy(int target, double roundTripMillis) throws IOException {
    this.target = target;
    this.delayNanos = Math.round(roundTripMillis * 1e6 / 2);
    this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on nothing passes to or from connections whose client has such an address. */
  synchronized void shut(Predicate<String> address) {
    shutFor = address;
  }

  /** Lets all pass, and what has waited first. */
  synchronized void open() {
    shutFor = address -> false;
    notifyAll();
  }

  /** Ends every connection, and with it what is on its way. */
  void cutAll() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
  }

  private synchronized void pass(String address) throws InterruptedException {
    while (shutFor.test(address)) {
      wait();
    }
  }

  private void accept() throws IOException {
    while (true) {
      var client = listener.accept();
      sockets.add(client);
      start(() -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException, InterruptedException {
    var address = client.getInetAddress().getHostAddress();
    try {
      pass(address);
      var server = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      pump(client, server, address);
      pump(server, client, address);
    } catch (IOException e) {
      client.close();
    }
  }

  private void pump(Socket from, Socket to, String address) {
    var parts = new LinkedBlockingQueue<Part>();
    start(() -> {
      try {
        var buffer = new byte[BUFFER];
        var in = from.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          parts.add(new Part(Arrays.copyOf(buffer, count), System.nanoTime() + delayNanos));
        }
      } finally {
        parts.add(new Part(new byte[0], System.nanoTime() + delayNanos));
      }
    });
    start(() -> {
      try (from;
          to) {
        deliver(parts, to, address);
      } finally {
        sockets.remove(from);
        sockets.remove(to);
      }
    });
  }

  private void deliver(BlockingQueue<Part> parts, Socket to, String address)
      throws IOException, InterruptedException {
    var out = to.getOutputStream();
    while (true) {
      var part = parts.take();
      for (long left = part.due() - System.nanoTime();
          left > 0;
          left = part.due() - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      pass(address); // nor is it seen that the other side has gone
      if (part.bytes().length == 0) {
        return;
      }
      out.write(part.bytes());
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
        "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open();
    cutAll();
  }
}
