package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process with an admin port, a list of origins, a public https URL and a data folder with its audit log. */
final class SecuredServerIT {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir
  static Path temp;

  private static ChatswayProcess chatsway;
  private static String publicly;
  private static String privately;
  private static JsonNode session;

  @BeforeAll
  static void start() throws Exception {
    int adminPort = RealServer.freePort();
    chatsway = ChatswayProcess.start(
        temp,
        Map.of(
            "ADMIN_PORT", String.valueOf(adminPort),
            "PUBLIC_URL", "https://bar.example",
            "ALLOWED_ORIGINS", "https://stream.example"));
    publicly = chatsway.url();
    privately = "http://127.0.0.1:" + adminPort;
    session = JSON.readTree(ask("POST", privately + "/api/v1/sessions", "{}").body());
  }

  @AfterAll
  static void stop() {
    chatsway.close();
  }

  private static String adminToken() throws IOException {
    return Files.readString(temp.resolve("data/admin-token")).strip();
  }

  private static HttpResponse<String> ask(String method, String url, String body, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url))
        .method(method, BodyPublishers.ofString(body))
        .header("Authorization", "Bearer " + adminToken());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/sessions",
        "/api/v1/%73essions",
        "/studio",
        "/studio/",
        "/studio/me",
        "/api/v1/twitch",
        "/metrics"
      })
  void withAnAdminPortThePublicOneKnowsNothingOfIt(String path) throws Exception {
    assertThat(ask("GET", publicly + path, "").statusCode()).isEqualTo(404);
    assertThat(ask("GET", privately + path, "").statusCode()).isNotEqualTo(404);
  }

  @Test
  void whatOverlaysAndBotsNeedIsOnThePublicPort() throws Exception {
    var overlay = session.path("overlayId").asString();
    for (var path : List.of(
        "/overlay/" + overlay,
        "/api/v1/overlays/" + overlay,
        "/health/ready",
        "/control",
        "/api/openapi.json",
        "/api/v1/twitch/connect")) {
      assertThat(ask("GET", publicly + path, "").statusCode()).as(path).isEqualTo(200);
    }
    var voted = CLIENT.send(
        HttpRequest.newBuilder(URI.create(publicly + "/webhooks/votes"))
            .header("Authorization", "Bearer " + session.path("voteToken").asString())
            .POST(BodyPublishers.ofString("{\"voter\":\"v\",\"side\":\"for\"}"))
            .build(),
        BodyHandlers.ofString());
    assertThat(voted.statusCode()).isEqualTo(200);
  }

  @Test
  void behindTlsEveryAnswerSaysSo() throws Exception {
    assertThat(ask("GET", publicly + "/health/live", "").headers().map())
        .containsEntry("strict-transport-security", List.of("max-age=31536000"))
        .containsEntry("x-content-type-options", List.of("nosniff"));
  }

  @Test
  void pagesOfOtherOriginsGetNoStream() throws Exception {
    var stream = publicly + "/sse/overlay/" + session.path("overlayId").asString();

    assertThat(ask("GET", stream, "", "Origin", "https://evil.example").statusCode())
        .isEqualTo(403);
  }

  @Test
  void everyChangeIsALineInTheDataFolder() throws Exception {
    var before = Files.readString(auditFile()).lines().count();

    ask(
        "PATCH",
        privately + "/api/v1/sessions/" + session.path("id").asString(),
        "{\"settings\":{\"voteDelta\":3}}");

    var lines = Files.readAllLines(auditFile());
    assertThat(lines).hasSize((int) before + 1);
    var line = JSON.readTree(lines.get(lines.size() - 1));
    assertThat(line.path("who").asString()).isEqualTo("admin");
    assertThat(line.path("what").asString())
        .isEqualTo("PATCH /api/v1/sessions/" + session.path("id").asString().substring(0, 8)
            + "… settings.voteDelta");
    assertThat(line.path("from").asString()).isEqualTo("127.0.0.1");
    assertThat(line.path("at").asString()).matches("20\\S+Z");
  }

  private static Path auditFile() throws IOException {
    try (var files = Files.list(temp.resolve("data/audit"))) {
      return files.sorted().toList().get(0);
    }
  }

  @Test
  void noPasswordStandsInTheArgumentsOfTheRedisThatItRuns() throws Exception {
    var password = Files.readAllLines(temp.resolve("data/redis.conf")).stream()
        .filter(each -> each.startsWith("requirepass"))
        .map(each -> each.substring("requirepass ".length()).strip())
        .findFirst()
        .orElseThrow();
    var arguments = new StringBuilder();
    for (var process : ProcessHandle.allProcesses().toList()) {
      try {
        arguments.append(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")));
      } catch (IOException e) {
        // it has ended meanwhile, or is none of ours
      }
    }
    assertThat(arguments).contains("redis").doesNotContain(password);
  }
}
