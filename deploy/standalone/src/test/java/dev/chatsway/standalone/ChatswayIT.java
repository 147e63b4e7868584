package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChatswayIT {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  @TempDir
  Path temp;

  @AfterEach
  void nothingIsLeftRunning() {
    assertThat(redisServers()).isEmpty();
  }

  @Test
  void itSaysWhereItIsReadyAndEndsInGoodOrderAtSigterm() throws Exception {
    try (var chatsway = ChatswayProcess.start(temp, Map.of())) {
      var url = chatsway.url();
      assertThat(chatsway.line()).isEqualTo("Admin token: " + temp.resolve("data/admin-token"));
      assertThat(chatsway.line()).matches("Studio: " + url + "/studio#sign-in=[\\w-]{32}");
      assertThat(live(url)).isEqualTo(200);
      assertThat(redisServers()).hasSize(1);

      var asked = System.nanoTime();
      chatsway.process().destroy();

      assertThat(chatsway.exitStatus()).isIn(0, 143);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(STOP_LIMIT);
      assertThat(redisServers()).isEmpty();
      assertThat(chatsway.errors())
          .satisfiesExactly(
              line -> assertThat(line)
                  .contains("INFO  ServerStart: Started Chatsway ")
                  .contains(" on " + url + ": roles gateway,ingest,chat, Java ")
                  .endsWith(", Redis 7.0.15, embedded"),
              line -> assertThat(line).contains("WARN  ").contains("lacks security fixes"),
              line -> assertThat(line).contains("INFO  ServerStart: Stopping after "));
      assertThatThrownBy(() -> live(url)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aRedisThatWasLeftBehindBySigkillIsTakenOver() throws Exception {
    try (var first = ChatswayProcess.start(temp, Map.of("CHATSWAY_ROLES", "gateway"), "serve")) {
      first.url();
      first.process().destroyForcibly();
      first.exitStatus();
    }
    var left = redisServers();
    assertThat(left).hasSize(1);

    try (var second = ChatswayProcess.start(temp, Map.of())) {
      second.url();

      assertThat(redisServers()).isEqualTo(left);
    }
  }

  @Test
  void aRedisThatIsKilledIsReportedOnceAndStartedAgain() throws Exception {
    try (var chatsway = ChatswayProcess.start(temp, Map.of("LOG_FORMAT", "json"))) {
      var url = chatsway.url();
      var killed = redisServers().get(0);

      killed.destroyForcibly();

      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> redisServers().stream().anyMatch(redis -> !redis.equals(killed)));
      assertThat(live(url)).isEqualTo(200);
      var errors = chatsway.errors();
      assertThat(errors)
          .allMatch(line -> line.startsWith("{") && !line.contains("\"level\":\"ERROR\""))
          .filteredOn(line -> line.contains("The embedded Redis has ended"))
          .hasSize(1);
      assertThat(errors) // nobody tells twice what was told once
          .filteredOn(line -> line.contains("Redis does not answer"))
          .hasSizeLessThanOrEqualTo(1);
      // with the start, its warning, and "Redis answers again"
      assertThat(errors).hasSizeLessThanOrEqualTo(5);
    }
  }

  @Test
  void aPortInUseIsOneLineAndNothingRuns() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      refused(
          Map.of("PORT", port),
          1,
          "PORT (chatsway.http.port): " + port + " on 127.0.0.1 is in use by another program");
    }
  }

  @Test
  void aHostThatIsNotOursIsOneLineAndNothingRuns() throws Exception {
    refused(
        Map.of("HOST", "no.such.host.invalid"),
        1,
        "HOST (chatsway.http.host) is \"no.such.host.invalid\"");
  }

  @Test
  void anUnreachableRedisIsOneLineWithoutItsPassword() throws Exception {
    var line = refused(
        Map.of(
            "REDIS_URL",
            "redis://user:hush@127.0.0.1:1/0",
            "REDIS_START_TIMEOUT",
            "500ms",
            "CHATSWAY_ADMIN_TOKEN",
            "a-token-of-at-least-32-characters"),
        1,
        "REDIS_URL (chatsway.redis.url)");

    assertThat(line).doesNotContain("hush");
    assertThat(temp.resolve("data")).doesNotExist();
  }

  @Test
  void aBadSettingIsOneLineAndNothingRuns() throws Exception {
    refused(
        Map.of("PORT", "many"),
        2,
        "PORT (chatsway.http.port) is \"many\"; allowed: a whole number from 0 to 65535");
    refused(
        Map.of("LOG_LEVEL", "loud"), 2, "LOG_LEVEL (chatsway.log.level) is \"loud\"; allowed: ");
    refused(
        Map.of("REDIS_URL", "redis://127.0.0.1"),
        2,
        "CHATSWAY_ADMIN_TOKEN (chatsway.admin-token) is not set");
  }

  @Test
  void jsonIsJsonFromTheFirstLineToTheLast() throws Exception {
    for (var wrong : List.of(Map.of("PORT", "many"), Map.of("HOST", "no.such.host.invalid"))) {
      var environment = new HashMap<>(wrong);
      environment.put("LOG_FORMAT", "json");
      try (var chatsway = ChatswayProcess.start(temp, environment)) {
        assertThat(chatsway.exitStatus()).isPositive();
        assertThat(chatsway.errors())
            .isNotEmpty()
            .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
            .anyMatch(line -> line.contains(wrong.keySet().iterator().next() + " ("));
      }
    }
  }

  @Test
  void aFolderThatAnotherOneHasIsOneLineAndTheOtherOneStays() throws Exception {
    try (var first = ChatswayProcess.start(temp, Map.of())) {
      var url = first.url();

      refused(
          Map.of(),
          1,
          "CHATSWAY_DATA (chatsway.data): the folder " + temp.toRealPath().resolve("data")
              + " is in use by another Chatsway, process "
              + first.process().pid());

      assertThat(live(url)).isEqualTo(200);
      assertThat(redisServers()).hasSize(1);
    }
  }

  @Test
  void anUnknownCommandOrOptionIsOneLineAndTheUsage() throws Exception {
    for (var wrong : List.of("dance", "--dance")) {
      try (var chatsway = ChatswayProcess.start(temp, Map.of(), wrong)) {
        assertThat(chatsway.exitStatus()).isEqualTo(2);
        assertThat(chatsway.errors().get(0)).startsWith("Chatsway: Un").contains("'" + wrong + "'");
        assertThat(chatsway.errors().get(1)).startsWith("Usage: chatsway");
      }
    }
  }

  @Test
  void versionAndHelpGoToStandardOutput() throws Exception {
    try (var version = ChatswayProcess.start(temp, Map.of(), "--version")) {
      assertThat(version.line()).matches("Chatsway \\d+\\.\\d+\\.\\d+.*");
      assertThat(version.exitStatus()).isZero();
    }
    try (var help = ChatswayProcess.start(temp, Map.of(), "--help")) {
      assertThat(help.line()).startsWith("Usage: chatsway");
      assertThat(help.exitStatus()).isZero();
    }
  }

  @Test
  void inTheLocalNetworkItsPagesWorkAndTheConsoleGivesANewLink() throws Exception {
    try (var chatsway = ChatswayProcess.start(temp, Map.of(), "--lan")) {
      var url = chatsway.url();
      assertThat(url).startsWith("http://0.0.0.0:");
      var port = url.substring(url.lastIndexOf(':') + 1);
      chatsway.line();
      var network = chatsway.line().replaceFirst("In the local network: ", "");
      assumeThat(network).as("this machine is in a network").startsWith("http://");
      assertThat(chatsway.line())
          .startsWith("Studio: http://127.0.0.1:" + port + "/studio#sign-in=");

      String link;
      try (var console = ChatswayProcess.start(temp, Map.of("PORT", port), "sign-in")) {
        link = console.line();
      }
      assertThat(link).startsWith("http://127.0.0.1:" + port + "/studio#sign-in=");
      var signedIn = send(HttpRequest.newBuilder(URI.create(network + "/studio/sign-in"))
          .header("Origin", network)
          .header("X-Chatsway-Studio", "1")
          .POST(BodyPublishers.ofString("{\"code\":\"" + link.replaceFirst(".*=", "") + "\"}")));
      assertThat(signedIn.body()).contains("\"network\":\"" + network + "\"");
      var cookie =
          signedIn.headers().firstValue("set-cookie").orElseThrow().replaceFirst(";.*", "");

      var sessions = network + "/api/v1/sessions";
      var made = send(fromTheStudio(sessions, network, cookie).POST(BodyPublishers.ofString("{}")));
      assertThat(made.statusCode()).isEqualTo(201);
      var id = made.body().replaceFirst(".*?\"id\":\"([^\"]+).*", "$1");
      assertThat(send(fromTheStudio(sessions + "/" + id + "/control-token", network, cookie)
                  .POST(BodyPublishers.noBody()))
              .body())
          .contains("\"controlUrl\":\"" + network + "/control#")
          .contains("\"overlayUrl\":\"http://127.0.0.1:" + port + "/overlay/");
      assertThat(send(fromTheStudio(sessions + "/" + id + "/control-qr", network, cookie))
              .body())
          .startsWith("<svg");
      assertThat(send(fromTheStudio(sessions, "http://evil.example", cookie)
                  .POST(BodyPublishers.ofString("{}")))
              .statusCode())
          .isEqualTo(401);
    }
  }

  /** A terminal, and a desktop whose browser is a script that notes what it was to open. */
  @Test
  void atATerminalOfADesktopTheStudioIsOpenedByAPageThatOnlyItsUserCanRead() throws Exception {
    var script = Path.of("/usr/bin/script");
    assumeThat(script).isExecutable();
    var opened = temp.resolve("opened");
    var opener = temp.resolve("bin/xdg-open");
    Files.createDirectories(opener.getParent());
    Files.writeString(opener, "#!/bin/sh\necho \"$1\" >" + opened + "\n");
    var terminal = temp.resolve("terminal");
    Files.writeString(terminal, "#!/bin/sh\nexec " + script + " -qefc \"exec $*\" /dev/null\n");
    assertThat(opener.toFile().setExecutable(true)).isTrue();
    var desktop =
        Map.of("DISPLAY", ":0", "PATH", opener.getParent() + ":/usr/bin:/bin", "SHELL", "/bin/sh");
    try (var chatsway =
        ChatswayProcess.startUnder(List.of("sh", terminal.toString()), temp, desktop)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.exists(opened) && Files.size(opened) > 0);
      var page = Path.of(URI.create(Files.readString(opened).strip()));
      assertThat(Files.readString(page)).contains("/studio#sign-in=");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
          .isEqualTo("rw-------");
      chatsway.process().descendants().forEach(ProcessHandle::destroy);
    }
    await().until(() -> redisServers().isEmpty());
    Files.delete(opened);
    try (var piped = ChatswayProcess.start(temp, desktop)) {
      piped.url();
      piped.line();
      piped.line();
      assertThat(opened).doesNotExist();
    }
  }

  private static HttpRequest.Builder fromTheStudio(String url, String origin, String cookie) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Origin", origin)
        .header("X-Chatsway-Studio", "1")
        .header("Cookie", cookie);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private String refused(Map<String, String> environment, int status, String line)
      throws Exception {
    try (var chatsway = ChatswayProcess.start(temp, environment)) {
      assertThat(chatsway.line()).isEmpty();
      assertThat(chatsway.exitStatus()).isEqualTo(status);
      assertThat(chatsway.errors()).singleElement().asString().startsWith("Chatsway: " + line);
      return chatsway.errors().get(0);
    }
  }

  private static int live(String url) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url + "/health/live")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  /** The redis-servers whose program is below the folder of this test. */
  private List<ProcessHandle> redisServers() {
    return ProcessHandle.allProcesses()
        .filter(process -> process
            .info()
            .command()
            .filter(command -> command.startsWith(temp.toString()))
            .isPresent())
        .toList();
  }
}
