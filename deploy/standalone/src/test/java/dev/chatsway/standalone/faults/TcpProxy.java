package dev.chatsway.standalone.faults;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A bad network before a server of this machine: what the server says comes late, or ends in the middle. */
final class TcpProxy implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean cutNext = new AtomicBoolean();
  private volatile Duration latency = Duration.ZERO;

  TcpProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on every reply comes so much later. */
  void delayReplies(Duration latency) {
    this.latency = latency;
  }

  /** Half of the next reply comes, and then the connection ends. */
  void cutNextReply() {
    cutNext.set(true);
  }

  /** Whether the reply that was to be cut has been. */
  boolean hasCut() {
    return !cutNext.get();
  }

  private void accept() throws IOException {
    while (true) {
      var client = listener.accept();
      var server = new Socket(InetAddress.getLoopbackAddress(), target);
      for (var socket : Set.of(client, server)) {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
      }
      start("requests", () -> pump(client, server, false));
      start("replies", () -> pump(server, client, true));
    }
  }

  private void pump(Socket from, Socket to, boolean replies) throws IOException {
    try (from;
        to) {
      var buffer = new byte[BUFFER];
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (replies) {
          LockSupport.parkNanos(latency.toNanos());
          if (count > 1 && cutNext.compareAndSet(true, false)) {
            out.write(buffer, 0, count / 2);
            return;
          }
        }
        out.write(buffer, 0, count);
      }
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    var thread = new Thread(
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            // one side has gone, and with it the other
          }
        },
        "tcp-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Closeable socket : sockets) {
      socket.close();
    }
  }
}
