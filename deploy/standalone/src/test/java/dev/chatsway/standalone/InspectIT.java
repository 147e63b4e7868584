package dev.chatsway.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class InspectIT {

  private static final String TOKEN = "the-admin-token-for-the-inspection";

  @TempDir
  Path temp;

  @Test
  void aSessionIsPrintedWithoutItsSecrets() throws Exception {
    try (var chatsway = serve()) {
      var session = create(chatsway.url());
      var voted = send(HttpRequest.newBuilder(
              URI.create(session.path("voteUrl").asString() + "?voter=v&side=for"))
          .GET());
      assertThat(voted.statusCode()).isEqualTo(200);

      var printed = inspect(0, session.path("id").asString());

      assertThat(printed)
          .anyMatch(line -> line.matches("session +" + session.path("id").asString()))
          .anyMatch(line -> line.matches("name +Looked at"))
          .anyMatch(line -> line.matches("channels +twitch:12345"))
          .anyMatch(line -> line.matches("value now +10\\.00"))
          .anyMatch(line -> line.matches("tallies now +for 1\\.00, against 0\\.00"))
          .anyMatch(line -> line.matches("decay rate +0\\.0 1/s"))
          .anyMatch(line -> line.matches("revision +2"))
          .anyMatch(line -> line.matches("last written +20\\S+Z, when the sum was 10\\.00"))
          .anyMatch(line -> line.matches("  debounceMillis +3000"))
          .as("a terminal obeys no control character")
          .anyMatch(line -> line.matches("  question +\"a\\\\u009b31mb\""))
          .noneMatch(line -> line.contains("\u009b"));
      for (var secret : List.of("overlayId", "voteToken", "ownerToken")) {
        var text = session.path(secret).asString();
        assertThat(printed)
            .noneMatch(line -> line.contains(text))
            .anyMatch(line -> line.endsWith(" " + text.substring(0, 4) + "…"));
      }
      var webhookSecret = session.path("webhookSecret").asString();
      assertThat(printed).anyMatch(line -> line.endsWith(webhookSecret.substring(0, 10) + "…"));
    }
  }

  @Test
  void whatIsNotThereIsSaidAndWhatWasDeletedToo() throws Exception {
    try (var chatsway = serve()) {
      var url = chatsway.url();
      var unknown = UUID.randomUUID().toString();
      assertThat(inspect(1, unknown)).containsExactly("Chatsway: there is no session " + unknown);

      var id = create(url).path("id").asString();
      send(authorized(url + "/api/v1/sessions/" + id).DELETE());

      assertThat(inspect(1, id))
          .containsExactly("Chatsway: the session " + id + " was deleted, within the last 7 days");
    }
  }

  @Test
  void withoutARunningRedisItSaysWhatToDo() throws Exception {
    assertThat(inspect(1, UUID.randomUUID().toString()))
        .singleElement()
        .asString()
        .startsWith("Chatsway: CHATSWAY_DATA (chatsway.data): no Redis is running in the folder ")
        .endsWith("; start ./chatsway first");
  }

  private ChatswayProcess serve() throws IOException {
    return ChatswayProcess.start(temp, Map.of("CHATSWAY_ADMIN_TOKEN", TOKEN));
  }

  /** What it printed, on whichever of the two outputs it has to be by its status. */
  private List<String> inspect(int status, String session) throws Exception {
    try (var inspect = ChatswayProcess.start(temp, Map.of(), "inspect", session)) {
      var text = new String(inspect.process().getInputStream().readAllBytes(), UTF_8);
      var out = text.lines().toList();
      assertThat(inspect.exitStatus()).isEqualTo(status);
      assertThat(status == 0 ? inspect.errors() : out).isEmpty();
      return status == 0 ? out : inspect.errors();
    }
  }

  private static JsonNode create(String url) throws IOException, InterruptedException {
    var body = BodyPublishers.ofString(
        "{\"name\":\"Looked at\",\"channels\":[{\"platform\":\"twitch\",\"id\":\"12345\"}],"
            + "\"settings\":{\"decayRate\":0,\"question\":\"a\\u009b31mb\"}}");
    var created = send(authorized(url + "/api/v1/sessions")
        .header("Content-Type", "application/json")
        .POST(body));
    assertThat(created.statusCode()).isEqualTo(201);
    return JsonMapper.shared().readTree(created.body());
  }

  private static HttpRequest.Builder authorized(String url) {
    return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + TOKEN);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
