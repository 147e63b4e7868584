package dev.chatsway.standalone.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests come that need more heap than there is, with the flags that the start script gives. */
@Tag("faults")
final class OutOfHeapIT {

  private static final int BODY = 250_000;
  private static final int MOST_REQUESTS = 2_000;

  /** What HotSpot ends with for -XX:+ExitOnOutOfMemoryError. */
  private static final int OUT_OF_MEMORY = 3;

  @TempDir
  Path temp;

  @Test
  void itWritesItsHeapDownAndEndsAndTheNextStartGoesOn() throws Exception {
    var dump = temp.resolve("data/out-of-memory.hprof");
    String overlay;
    try (var process = start(Map.of(
        "JAVA_TOOL_OPTIONS",
        "-Xmx48m -XX:+ExitOnOutOfMemoryError -XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath="
            + dump))) {
      var site = Site.at(process.url());
      var session = site.create("6701", Site.COUNTING);
      overlay = session.required("overlayId").asString();
      assertThat(site.send(Notification.of("6701", "v", "+"))).isEqualTo(204);

      var sockets = new ArrayList<Socket>();
      fill(
          process, site,
          sockets); // they stay open until it has ended, or their bodies would be let go
      assertThat(process.exitStatus()).isEqualTo(OUT_OF_MEMORY);
      for (var socket : sockets) {
        socket.close();
      }
      assertThat(Files.size(dump)).isPositive();
      Figures.print(
          "out of heap", Map.of("requests", sockets.size(), "dump_kib", Files.size(dump) >> 10));
    }
    try (var process = start(Map.of())) {
      var shown = Site.at(process.url()).get("/api/v1/overlays/" + overlay);
      assertThat(shown.body()).contains("\"for\":1");
    }
    assertThat(Running.redisServers(temp)).isEmpty();
  }

  private ChatswayProcess start(Map<String, String> more) throws IOException {
    var environment = new HashMap<>(Running.environment("", more));
    environment.remove("REDIS_URL"); // one of its own
    return ChatswayProcess.start(temp, environment);
  }

  /** Bodies that never end, within all limits, until it is too much. */
  private static void fill(ChatswayProcess process, Site site, List<Socket> sockets) {
    var body = new byte[BODY];
    while (process.process().isAlive() && sockets.size() < MOST_REQUESTS) {
      try {
        var socket =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(site.url()).getPort());
        sockets.add(socket);
        socket
            .getOutputStream()
            .write(("POST /webhooks/votes HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + (BODY + 1) + "\r\n\r\n")
                .getBytes(US_ASCII));
        socket.getOutputStream().write(body);
      } catch (IOException e) {
        // it has gone, or is about to
      }
    }
  }
}
