package dev.chatsway.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A network before a server of this machine that can be partitioned: bytes wait, as they do in TCP's own queues when
 * packets are lost, and arrive when it is whole again.
 */
final class TcpGate implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final int BACKLOG = 200;

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private Predicate<String> shutFor = address -> false; // guarded by this

  TcpGate(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
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
    for (Closeable socket : sockets) {
      socket.close();
    }
  }

  private synchronized void pass(String address) throws IOException {
    try {
      while (shutFor.test(address)) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void accept() throws IOException {
    while (true) {
      var client = listener.accept();
      start("connect", () -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException {
    String address = client.getInetAddress().getHostAddress();
    sockets.add(client);
    try (client) {
      pass(address);
      try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        sockets.add(server);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        start("replies", () -> pump(server, client, address));
        pump(client, server, address);
      }
    }
  }

  private void pump(Socket from, Socket to, String address) throws IOException {
    try (from;
        to) {
      var buffer = new byte[BUFFER];
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        pass(address);
        out.write(buffer, 0, count);
      }
      pass(address); // nor is it seen that the other side has gone
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
        "tcp-gate-" + name);
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
