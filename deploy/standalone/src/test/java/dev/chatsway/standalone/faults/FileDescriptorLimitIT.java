package dev.chatsway.standalone.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.gateway.Message;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More connections come than the process may have open files. */
@Tag("faults")
final class FileDescriptorLimitIT {

  private static final int MOST_FILES = 400;
  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir
  Path temp;

  @Test
  void whoComesBeyondTheLimitIsToldAndWhoIsThereNoticesNothing() throws Exception {
    try (var redis = RedisServer.start();
        var process = start(redis)) {
      var site = Site.at(process.url());
      var session = site.create("6601", Site.COUNTING);
      try (var watchers = Watchers.of(site, session)) {
        var sockets = new ArrayList<Socket>();
        var statuses = new ArrayList<String>();
        for (var i = 0; i < MOST_FILES; i++) {
          var socket = connect(site);
          sockets.add(socket);
          var status = status(socket);
          statuses.add(status);
          if (status.contains(" 503 ")) {
            socket.close(); // who was told so goes; of those who stay a few are told, and more are
            // cut off
          }
        }
        var refused =
            statuses.stream().filter(status -> status.contains(" 503 ")).count();
        assertThat(statuses)
            .allMatch(status -> status.contains(" 200 ") || status.contains(" 503 "));
        assertThat(refused).isBetween(MOST_FILES / 10L, MOST_FILES - 50L);
        watchers.plain().await(System.nanoTime(), Message::hasValue);
        for (var socket : sockets) {
          socket.close();
        }

        await().until(() -> status(site).contains(" 200 "));
        assertThat(site.send(Notification.of("6601", "v", "+"))).isEqualTo(204);
        assertThat(Metrics.of(site.url()).sum("chatsway_connections_refused_total"))
            .isGreaterThanOrEqualTo((double) refused);
        watchers.plain().await(System.nanoTime(), Message::hasValue);
        Figures.print(
            "out of file descriptors", Map.of("connections", MOST_FILES, "refused", refused));
      }
    }
  }

  @Test
  void whenTheLimitSinksLaterWhoComesWaitsAndIsServedOnceItRises() throws Exception {
    try (var redis = RedisServer.start();
        var process = start(redis)) {
      var site = Site.at(process.url());
      var session = site.create("6602", Site.COUNTING);
      try (var watchers = Watchers.of(site, session)) {
        limit(process, Figures.of(process.process()).descriptors() + 5);
        var sockets = new ArrayList<Socket>();
        for (var i = 0; i < 30; i++) {
          sockets.add(connect(site)); // by the kernel; the process has no descriptor for most
        }
        watchers.plain().await(System.nanoTime(), Message::hasValue);
        assertThat(sockets.get(sockets.size() - 1).getInputStream().available()).isZero();

        limit(process, MOST_FILES);

        for (var socket : sockets) {
          assertThat(status(socket)).contains(" 200 ");
          socket.close();
        }
        assertThat(site.send(Notification.of("6602", "v", "+"))).isEqualTo(204);
        Figures.print(
            "no descriptor left to accept with",
            Map.of("connections", sockets.size(), "log_lines", process.errors().size()));
      }
    }
  }

  private ChatswayProcess start(RedisServer redis) throws IOException {
    return ChatswayProcess.startUnder(
        List.of("prlimit", "--nofile=" + MOST_FILES),
        temp,
        Running.environment(redis.uri(), Map.of()));
  }

  private static void limit(ChatswayProcess process, long files)
      throws IOException, InterruptedException {
    var prlimit = new ProcessBuilder(
            "prlimit", "--pid", String.valueOf(process.process().pid()), "--nofile=" + files + ":")
        .inheritIO()
        .start();
    assertThat(prlimit.waitFor()).isZero();
  }

  private static String status(Site site) throws IOException {
    try (var socket = connect(site)) {
      return status(socket);
    }
  }

  private static Socket connect(Site site) throws IOException {
    var socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(site.url()).getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket
        .getOutputStream()
        .write(
            "GET /overlay/assets/icon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
    return socket;
  }

  private static String status(Socket socket) throws IOException {
    var line =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
    return line == null ? "closed" : line;
  }
}
