package dev.chatsway.standalone.faults;

import static org.awaitility.Awaitility.await;

import dev.chatsway.standalone.operations.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real HAProxy, round robin and without sticky sessions, before instances of a test. */
final class HaProxy implements AutoCloseable {

  private static final String CONFIGURATION = """
      global
        maxconn 4000
        no strict-limits
      defaults
        mode http
        balance roundrobin
        retries 3
        option redispatch 1
        timeout connect 2s
        timeout check 2s
        timeout client 2m
        timeout server 2m
        timeout tunnel 1h
        option httpchk
        http-check send meth GET uri /health/ready ver HTTP/1.1 hdr Host localhost
        default-server check inter 500ms fall 2 rise 1
      frontend everybody
        bind 127.0.0.1:%s
        use_backend ingests if { path_beg /webhooks /vote }
        default_backend gateways
      backend gateways
      %s
      backend ingests
      %s
      """;

  private final Process process;
  private final Path log;
  private final int port;

  private HaProxy(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Starts one on that port; returns when it listens. Votes go to the one kind, everything else to the other. */
  static HaProxy start(Path folder, int port, List<Integer> gateways, List<Integer> ingests)
      throws IOException {
    var file = Files.writeString(
        folder.resolve("haproxy.cfg"),
        CONFIGURATION.formatted(port, servers(gateways), servers(ingests)));
    var log = folder.resolve("haproxy.log");
    var process = Programs.start(log, Map.of(), "haproxy", "-db", "-f", file.toString());
    await().until(() -> listens(process, port));
    return new HaProxy(process, log, port);
  }

  private static boolean listens(Process process, int port) throws IOException {
    if (!process.isAlive()) {
      throw new IOException("HAProxy has ended");
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String servers(List<Integer> ports) {
    return IntStream.range(0, ports.size())
        .mapToObj(i -> "  server s" + i + " 127.0.0.1:" + ports.get(i))
        .collect(Collectors.joining("\n"));
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Ends it, and prints what it said: which servers it took for dead, and when. */
  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    System.out.print(Files.readString(log));
  }
}
