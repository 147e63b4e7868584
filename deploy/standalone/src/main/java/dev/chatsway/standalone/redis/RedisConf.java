package dev.chatsway.standalone.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Optional;

/**
 * What the redis.conf of the data folder says. It is the only place where the port and the password are kept, and the only
 * argument that redis-server is started with.
 *
 * @param folder the data folder
 * @param port on 127.0.0.1
 * @param password what a client has to send first
 */
record RedisConf(Path folder, int port, String password) {

  /** Below the ports that systems hand out to outgoing connections, so that none can take ours while Redis restarts. */
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;

  @Override
  public String toString() {
    return "RedisConf[" + file() + "]"; // without the password
  }

  static RedisConf fresh(Path folder) throws IOException {
    return new RedisConf(folder, freePort(), Secret.random());
  }

  private static int freePort() throws IOException {
    var random = new SecureRandom();
    for (var attempt = 0; attempt < 100; attempt++) {
      var port = FIRST_PORT + random.nextInt(PORTS);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no free port between " + FIRST_PORT + " and " + (FIRST_PORT + PORTS - 1)
        + " on 127.0.0.1");
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** What the file of that folder says; empty if there is none that can be understood. */
  static Optional<RedisConf> read(Path folder) throws IOException {
    var file = folder.resolve("redis.conf");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var values = new HashMap<String, String>();
    for (var line : Files.readAllLines(file)) {
      var words = line.split(" ", 2);
      if (words.length == 2) {
        values.put(words[0], words[1]);
      }
    }
    var port = values.getOrDefault("port", "");
    var password = values.getOrDefault("requirepass", "");
    return port.matches("\\d{1,5}") && !password.isEmpty()
        ? Optional.of(new RedisConf(folder, Integer.parseInt(port), password))
        : Optional.empty();
  }

  /** Writes the file, mode 0600: it holds the password. */
  void write() throws IOException {
    write("daemonize yes\npidfile " + quoted(pidFile()) + "\n");
  }

  /** The same for a server that stays a child of this process. */
  void writeForChild() throws IOException {
    write("");
  }

  private void write(String daemon) throws IOException {
    PrivateFile.write(
        file(), """
        # Written by Chatsway at every start of its Redis: what you change here is lost.
        bind 127.0.0.1
        port %s
        requirepass %s
        %sdir %s
        logfile %s
        appendonly yes
        appendfsync everysec
        save ""
        # Clients that read too slowly, signed in or not, and data beyond a thousand times what a streamer needs.
        client-output-buffer-limit normal 32mb 8mb 10
        maxmemory 512mb
        maxmemory-policy noeviction
        """.formatted(port, password, daemon, quoted(folder), quoted(logFile())));
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  Path file() {
    return folder.resolve("redis.conf");
  }

  Path pidFile() {
    return folder.resolve("redis.pid");
  }

  Path logFile() {
    return folder.resolve("redis.log");
  }

  /** Holds the password: never to be printed. */
  String url() {
    return "redis://:" + password + "@127.0.0.1:" + port + "/0";
  }
}
